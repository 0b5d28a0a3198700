"""What must hold for an act on a denunciation: conditions of acceptance, order of papers, what a withdrawal leaves."""
from __future__ import annotations

from functools import partial

from caseapp.law.acts import LTC, ND31, ND156, TT05, Citation
from caseapp.law.denunciations import (
    ACT_ON_CONCLUSION,
    NOTICE,
    PRESS_REPLY,
    PUBLISH,
    SEND_CONCLUSION,
    SEND_SUSPENSION,
    TELL_CONCLUSION,
    TELL_DENOUNCER,
    TELL_SUSPENSION,
    TELL_TRANSFER,
)
from caseapp.text import mark
from caseapp.workflow.kind import Facts, Guard, Reason, guard

WITHDRAWN = ND31(4).amended_by(ND156(1))
OWED = (NOTICE, TELL_DENOUNCER, SEND_SUSPENSION, TELL_SUSPENSION, SEND_CONCLUSION, TELL_CONCLUSION, ACT_ON_CONCLUSION,
        PUBLISH, TELL_TRANSFER, PRESS_REPLY)


def still_owed(rule: str, words: str, citation: Citation) -> Guard:
    """Whether a time limit runs that the act ends."""
    return Guard(f"owes {rule}", partial(_runs, rule), Reason(words, citation))


def _runs(rule: str, facts: Facts) -> bool:
    return rule in facts["running"]      # type: ignore[operator]


def to_be_sent(code: str, words: str, citation: Citation) -> Guard:
    """Whether a paper was issued since it was last sent to this receiver, or the last letter came back."""
    return Guard(f"waits {code}", partial(_waits, code), Reason(words, citation))


def _waits(code: str, facts: Facts) -> bool:
    return code in facts["waiting"]      # type: ignore[operator]


# ---- before acceptance -----------------------------------------------------------------------------------------------


@guard(mark("Chưa ghi kết quả kiểm tra danh tính, hoặc không xác định được người tố cáo."), LTC(24, 1))
def identified(facts: Facts) -> bool:
    """Whether the denouncer's identity was checked; the dossier knows that it was, never what it is."""
    return bool(facts["identified"])


@guard(mark("Chưa kiểm tra điều kiện thụ lý, hoặc còn thiếu điều kiện."), LTC(29, 1))
def conditions_met(facts: Facts) -> bool:
    """Whether every condition of acceptance was found."""
    return bool(facts["conditions_met"])


@guard(mark("Đã ghi việc kiểm tra ở nhiều nơi."), LTC(24, 1))
def not_several_places(facts: Facts) -> bool:
    """Whether the longer intake limit was not taken yet."""
    return not facts["several_places"]


@guard(mark("Thời hạn xử lý ban đầu đã qua."), LTC(24, 1))
def before_intake_ends(facts: Facts) -> bool:
    """Whether the intake limit has not gone by on the day of the act."""
    return not facts["past_intake"]


@guard(mark("Tố cáo bằng đơn không thuộc thẩm quyền thì chuyển; chỉ tố cáo trực tiếp mới hướng dẫn."), LTC(24, 2))
def came_in_person(facts: Facts) -> bool:
    """Whether it was told by word of mouth: that is guided, not transferred."""
    return bool(facts["oral"])


@guard(mark("Nội dung này đã được chuyển một lần: chỉ chuyển một lần."), TT05(14, 1))
def not_sent_before(facts: Facts) -> bool:
    """Whether this content was not transferred before (XLD-04)."""
    return not facts["sent_before"]


@guard(mark("Nội dung này chưa được chuyển lần nào: phải chuyển đến nơi có thẩm quyền."), TT05(14, 1))
def sent_before(facts: Facts) -> bool:
    """Whether this content was transferred once already."""
    return bool(facts["sent_before"])


# ---- resolving -------------------------------------------------------------------------------------------------------


@guard(mark("Người tố cáo đã rút toàn bộ: đình chỉ, hoặc ghi căn cứ phải giải quyết tiếp."), WITHDRAWN)
def not_withdrawn(facts: Facts) -> bool:
    """Whether something is left, or the law makes the case go on all the same."""
    return not facts["withdrawn"]


@guard(mark("Người tố cáo chưa rút toàn bộ tố cáo."), WITHDRAWN)
def withdrawn(facts: Facts) -> bool:
    """Whether all was withdrawn and nothing makes the case go on yet."""
    return bool(facts["withdrawn"])


@guard(mark("Chưa ghi việc rút toàn bộ, hoặc vụ việc phải giải quyết tiếp dù đã rút."), LTC(34, 3))
def withdrawal_recorded(facts: Facts) -> bool:
    """Whether the paper that a termination for withdrawal rests on is there, and nothing makes the case go on."""
    return facts["ending_ground"] != "withdrawn" or bool(facts["withdrawn"])


@guard(mark("Đoàn, tổ xác minh có ít nhất hai người."), ND31(10))
def two_people(facts: Facts) -> bool:
    """Whether a team that was chosen has two members at least."""
    return facts["team"] is None or len(facts["team"]) > 1      # type: ignore[arg-type]


@guard(mark("Còn thành viên chưa cam kết không là người thân thích, không có lợi ích liên quan."), ND31(10))
def disinterested(facts: Facts) -> bool:
    """Whether every member declared that nothing ties him to the accused or to whoever denounced."""
    return bool(facts["disinterested"])


def each_content(words: str, citation: Citation) -> Guard:
    """Whether every content that was accepted has a finding of its own, with its reason."""
    return Guard("each content has a finding", _each_found, Reason(words, citation))


def _each_found(facts: Facts) -> bool:
    return bool(facts["each_found"])


@guard(mark("Chưa ghi việc rút một phần: không có nội dung nào đã rút."), WITHDRAWN)
def dropped_if_said(facts: Facts) -> bool:
    """Whether what is called withdrawn was."""
    return bool(facts["dropped"]) or not facts["drops"]


@guard(mark("Đang chờ kết quả giám định."), ND31(15, 4))
def no_expertise_out(facts: Facts) -> bool:
    """Whether no expert is at work: that time does not count."""
    return not facts["expertise_out"]


@guard(mark("Không có giám định nào chờ kết quả."), ND31(15, 4))
def expertise_out(facts: Facts) -> bool:
    """Whether a result of an expert is awaited."""
    return bool(facts["expertise_out"])


@guard(mark("Đã gia hạn: vụ việc phức tạp chỉ gia hạn một lần."), LTC(30, 2))
def not_extended(facts: Facts) -> bool:
    """Whether the limit was not extended by any decision."""
    return not facts["extensions"]


@guard(mark("Đã gia hạn hai lần: không gia hạn thêm được nữa."), LTC(30, 3))
def extended_once_at_most(facts: Facts) -> bool:
    """Whether a second extension is left, for what is especially complex."""
    return int(facts["extensions"]) < 2      # type: ignore[call-overload, no-any-return]


@guard(mark("Đặc biệt phức tạp khi có từ hai tiêu chí trở lên."), ND31(3, 3))
def two_criteria(facts: Facts) -> bool:
    """Whether at least two criteria were chosen."""
    return facts["criteria"] is None or len(facts["criteria"]) > 1      # type: ignore[arg-type]


@guard(mark("Thời hạn giải quyết đã qua: gia hạn phải ra quyết định trước khi hết hạn."), ND31(3, 4))
def before_the_limit(facts: Facts) -> bool:
    """Whether the resolution limit has not gone by on the day of the act (TC-07)."""
    return not facts["past_limit"]


@guard(mark("Quyết định trước chưa gửi cho người bị tố cáo hoặc người tố cáo. Ghi việc gửi rồi làm tiếp."), LTC(34, 4),
       ended=(SEND_SUSPENSION.code, TELL_SUSPENSION.code))
def nothing_unsent(facts: Facts) -> bool:
    """Whether both sides were sent every paper of suspension."""
    return not {SEND_SUSPENSION.code, TELL_SUSPENSION.code} & facts["running"]      # type: ignore[operator]


@guard(mark("Còn việc phải làm: thông báo, gửi văn bản, xử lý hoặc công khai kết luận, trả lời nơi chuyển đến."),
       LTC(39), ended=tuple(rule.code for rule in OWED))
def all_done(facts: Facts) -> bool:
    """Whether no duty of the office runs any more."""
    return not {rule.code for rule in OWED} & facts["running"]      # type: ignore[operator]


@guard(mark("Kết luận còn phải niêm yết, đăng tải đủ số ngày liên tục."), ND31(6, 2))
def posted_long_enough(facts: Facts) -> bool:
    """Whether the days of posting have gone by (TC-19)."""
    return bool(facts["posted"])


# ---- protection ------------------------------------------------------------------------------------------------------


@guard(mark("Chưa ghi đề nghị bảo vệ nào."), LTC(50))
def protection_asked(facts: Facts) -> bool:
    """Whether somebody asked for protection."""
    return bool(facts["protection_asked"])


@guard(mark("Công an chưa được đề nghị, hoặc đã trả lời."), LTC(51))
def police_asked(facts: Facts) -> bool:
    """Whether the police owe a decision."""
    return bool(facts["police_asked"])


@guard(mark("Không có biện pháp bảo vệ nào đang áp dụng."), LTC(54))
def is_protected(facts: Facts) -> bool:
    """Whether a measure of protection is in force."""
    return bool(facts["protected"])
