"""Hypothesis strategies for what a chat can throw at the road."""

from hypothesis import strategies as st

PIECES = st.sampled_from(
    [
        "hello", "LOL", "soooo", "hahahaha", "xX_k1ller_Xx", "@bob_1", "#hype", "$5.50", "5€", "100k", "3.14",
        "3:30pm", "https://a.example.com/x?y=1", "你好", "嬉しい", "привет", "😂", "❤️", "👨‍👩‍👧", "🇯🇵",
        "(╯°□°)╯︵ ┻━┻", ":)", "<3", "!!!", "?!", "...", "—", "-", "(", ")", "[", "]", "*", "_", "`",
        "```", "\n", "\t", "\u200b", "\u202e", "\ud800", "\x00", "\u0301" * 5, "Dr.", "e.g.", "U.S.", "a" * 40,
        "asdfghjkl", "12345678901", "+1-555-123-4567", "9/10", "1v1", "KEKW", "Kappa", "not", "happy", "u", "idk",
        ",", ".", "\"", "'", "&amp;", "<b>", "->", "~", "w/", "C#", "\\", "/", "|", "ﷺ", "𝓗𝓲", "№", "½",
    ]
)  # fmt: skip
CHAT = st.one_of(
    st.text(max_size=80),
    st.text(st.characters(), max_size=80),
    st.text("ha!?.,:;-_*'\"()[]<>/\\ 019xXo^", max_size=60),
    st.lists(PIECES, max_size=14).map(" ".join),
    st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=14).map("".join),
)
