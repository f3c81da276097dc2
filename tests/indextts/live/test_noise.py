import torch

from indextts.live.noise import NoiseTape


def test_a_frame_has_the_same_noise_in_whichever_chunks_it_is_asked_for():
    def tape():
        return NoiseTape(7, torch.Generator().manual_seed(3))

    whole = tape()(0, 50)
    cut = tape()
    pieces = [cut(0, 20)[:, :, :12], cut(12, 40)[:, :, :21], cut(33, 50)]
    assert torch.equal(torch.cat(pieces, dim=2), whole)
    assert whole.shape == (1, 7, 50)
    assert abs(float(whole.std()) - 1) < 0.15
