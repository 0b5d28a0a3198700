"""What a visit's form offers: kinds, handlings, grounds and fields, each with the kinds it is open to."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from caseapp.law.citing import act_words, cited, place_words
from caseapp.law.duties import AUTHORISATION, attestations
from caseapp.law.grounds import GROUNDS, Ground
from caseapp.law.limits import UNIT_WORDS
from caseapp.law.reception import REFUSAL_NOTICE
from caseapp.reception import rules
from caseapp.reception.fields import ALL, MatterField, fields_for
from caseapp.reception.forms.visit import MATTERS
from caseapp.reception.models import LABELS, Matter, Outcome
from caseapp.web.filters import upper_first
from caseapp.web.language import gettext as _
from caseapp.web.now import today


@dataclass(frozen=True, slots=True)
class Offer:
    """One choice: the kinds it is open to, the rules whose clocks it starts; of a ground, what it requires and how."""

    value: str
    words: str
    kinds: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    requires: str | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class FieldOffer:
    """A field of a matter and the kinds it is counted under."""

    value: str
    words: str
    kinds: tuple[str, ...]


# The order of the picture: two columns, what ends at once left, what goes elsewhere right.
_OUTCOMES = (Outcome.EXPLAINED, Outcome.GUIDED, Outcome.TAKEN, Outcome.TRANSFERRED, Outcome.REPORTED, Outcome.REFUSED)


def matters() -> list[Offer]:
    """The kinds, the first thing asked."""
    words = {Matter.OTHER: _("Việc khác (tranh chấp, đề nghị, hỏi thủ tục)")}
    return [Offer(str(one), words.get(one) or _(LABELS[one])) for one in MATTERS]


def outcomes() -> list[Offer]:
    """The handlings; what the law rules out for a kind is not offered there."""
    return [
        Offer(str(one), _(LABELS[one]), tuple(kind for kind in rules.OFFERED if one in rules.OFFERED[kind]),
              () if one is Outcome.REFUSED else tuple(rules.opening(one, None, today()).starts))
        for one in _OUTCOMES
    ]


def grounds(on: date) -> list[tuple[str, list[Offer]]]:
    """The refusal grounds under the text they stand in; what each starts and asks for on a day."""
    def text_of(ground: Ground) -> str:
        return act_words(ground.citation.act, _)

    return [(text, [_ground(one, on) for one in found]) for text, found in groupby(GROUNDS.values(), key=text_of)]


def fields() -> list[tuple[str, list[FieldOffer]]]:
    """The fields of a matter under their headings."""
    def heading(field: MatterField) -> str:
        return field.group

    return [(_(group) if group else "", [_field(one) for one in found]) for group, found in groupby(ALL, key=heading)]


def ground_answer(ground: Ground, on: date) -> str:
    """How a refusal on this ground is given on that day."""
    place = upper_first(cited(ground.citation, _))
    if not ground.written:
        return _("%(place)s: nói rõ lý do ngay tại chỗ.", place=place)
    answers = [_("%(place)s: ra thông báo bằng văn bản %(form)s, lãnh đạo ký, gửi trong %(length)s %(unit)s.",
                 place=place, form=ground.form(on), length=wording.length, unit=_(UNIT_WORDS[wording.unit]))
               for wording in REFUSAL_NOTICE.in_force(on)[:1]]
    undated = _("%(place)s: nói rõ lý do. Ngày tiếp này chưa có mẫu thông báo và thời hạn gửi.", place=place)
    return " ".join((*(answers or [undated]), *ground_doubts(ground)))


def ground_doubts(ground: Ground) -> list[str]:
    """What is not certain of a ground: of its own words, of the text it stands in."""
    note = ground.citation.act.note
    return [doubt for doubt in (ground.doubt(_), _(note) if note else "") if doubt]


def authority_hint(day: date) -> str:
    """What may prove that somebody speaks for another; how an individual's authorisation is attested on that day."""
    papers = _("Giấy ủy quyền, giấy giới thiệu, quyết định… số, ngày. Thiếu thì vẫn lưu, máy nhắc bổ sung.")
    ways = attestations(day)
    if not ways:
        return papers
    either = _("hoặc")
    attested = f" {either} ".join(_(one.words) for one in ways)
    return papers + " " + _("Cá nhân ủy quyền khiếu nại thì giấy ủy quyền phải được %(attested)s (%(place)s).",
                            attested=attested, place=cited(AUTHORISATION.citation, _))


def _field(field: MatterField) -> FieldOffer:
    return FieldOffer(field.code, _(field.label), tuple(str(kind) for kind in MATTERS if field in fields_for(kind)))


def _ground(ground: Ground, on: date) -> Offer:
    refusable = [kind for kind in MATTERS if Outcome.REFUSED in rules.OFFERED[kind]]
    kinds = tuple(kind for kind in refusable if ground in rules.grounds_for(kind))
    place = upper_first(place_words(ground.citation, _))
    starts = rules.opening(Outcome.REFUSED, ground.code, on).starts
    return Offer(
        ground.code, f"{place}: {_(ground.text)}", kinds, tuple(starts),
        requires=_(ground.requires) if ground.requires else "", answer=ground_answer(ground, on))
