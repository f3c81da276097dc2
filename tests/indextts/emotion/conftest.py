import pytest

from tests.fakes.tiny_qwen import tokenizer_folder, write_tiny_qwen


@pytest.fixture(scope="session")
def qwen_tokenizer():
    return tokenizer_folder()


@pytest.fixture(scope="session")
def make_qwen(tmp_path_factory):
    def make(seed=0, *, version=3):
        return write_tiny_qwen(tmp_path_factory.mktemp("qwen"), seed, version=version)

    return make


@pytest.fixture(scope="session")
def qwen_folder(make_qwen):
    return make_qwen()
