"""What happened by itself stands when somebody acts later on the same day."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from caseapp.cases.rules import overtaken
from caseapp.law.calendars import SHIPPED
from tests.cases.test_oracle import WITH, File, Told

RECEIVED_ON = date(2026, 8, 3)
BEFORE = ("note-receipt", "accept", "assign-verification", "report", "hear-council", "invite-dialogue", "hold-dialogue",
          "decide", "send-decision", "deliver")  # fmt: skip
DETAILS = {**WITH, "note-receipt": {"learned_on": "2026-07-30"}}


@pytest.mark.parametrize(("later", "taken_back"), [(0, False), (3, False), (-1, True)])
def test_an_act_of_the_same_day_takes_back_nothing_that_happened_by_itself(later: int, taken_back: bool) -> None:
    """The effect of a decision is there when its day begins; only what came before that day can show it was not."""
    told = [Told(code, RECEIVED_ON + timedelta(days=place), json.dumps(DETAILS.get(code, {})))
            for place, code in enumerate(BEFORE)]
    decided, delivered = told[-3].happened_on, told[-1].happened_on
    effect = max(decided + timedelta(days=31), delivered + timedelta(days=11))
    effect += timedelta(days={5: 2, 6: 1}.get((effect - timedelta(days=1)).weekday(), 0))
    code = "challenge" if taken_back else "carry-out"
    acts = [*told, Told("take-effect", effect),
            Told(code, effect + timedelta(days=later), json.dumps({"challenge": "second"}))]
    assert overtaken(File("discipline"), acts, len(told), SHIPPED) is taken_back
