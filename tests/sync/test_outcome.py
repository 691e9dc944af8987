"""What a sync did, in words."""

from __future__ import annotations

from fieldkit.sync import Outcome


def test_what_a_sync_did_is_said_in_whole_sentences() -> None:
    outcome = Outcome(sent=1, received=3, held_back=2, waiting=["w1/7.csv, line 4: not whole"])

    assert outcome.in_words() == [
        "Sent: 1 change.",
        "Received: 3 changes.",
        "2 interviews stay on this laptop, because nobody agreed yet that the team may see them.",
        "Not whole yet, and read again next time:",
        "  w1/7.csv, line 4: not whole",
    ]
