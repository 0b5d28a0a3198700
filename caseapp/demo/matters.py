"""What people come for in the demo office: invented matters in the words officers write down."""
from __future__ import annotations

COMPLAINTS = (
    ("Không đồng ý quyết định xử phạt xây dựng không phép; cho rằng chỉ sửa mái bếp. Yêu cầu hủy quyết định.", "land"),
    ("Khiếu nại việc thu hồi 46 m² đất vườn làm đường hẻm, cho là đo sai ranh. Yêu cầu đo lại tại chỗ.", "land"),
    ("Khiếu nại mức bồi thường cây trồng khi làm kè rạch thấp hơn bảng giá. Yêu cầu tính lại.", "land"),
    ("Khiếu nại chậm cấp giấy xác nhận tình trạng hôn nhân, đã nộp đủ hồ sơ 15 ngày.", "policy"),
    ("Khiếu nại bị đưa khỏi danh sách hộ cận nghèo trong khi thu nhập không đổi.", "policy"),
    ("Không đồng ý kết quả giải quyết hỗ trợ di dời nhà ven rạch; hộ có 6 nhân khẩu nhưng chỉ tính 4.", "policy"),
    ("Khiếu nại quyết định cưỡng chế tháo dỡ mái che lấn hẻm, cho rằng mái che có từ trước khi mở hẻm.", "land"),
    ("Khiếu nại việc từ chối tách thửa vì thiếu lối đi, cho rằng đã có lối đi chung từ năm 1998.", "land"),
)
FEEDBACK = (
    ("Phản ánh xưởng cưa hoạt động sau 22 giờ, bụi gỗ vào nhà các hộ trong hẻm.", "else"),
    ("Phản ánh nước thải quán ăn chảy ra hẻm ban đêm, bốc mùi.", "else"),
    ("Kiến nghị sửa đèn đường hẻm 41, tắt đã hai tuần.", "else"),
    ("Kiến nghị chỉnh giờ cấm tải trên đường trước cổng trường tiểu học.", "else"),
    ("Phản ánh hẹn trả kết quả hộ tịch ba lần không đúng hẹn, không có phiếu xin lỗi.", "policy"),
    ("Kiến nghị nạo vét cống trước mùa mưa, năm trước ngập vào nhà 12 hộ.", "else"),
    ("Phản ánh chợ tự phát lấn lòng đường buổi sáng, xe cứu thương không vào được.", "else"),
    ("Kiến nghị công khai danh sách hộ được hỗ trợ sửa nhà năm nay.", "policy"),
    ("Phản ánh việc thu phí rác hai lần trong một quý.", "policy"),
)
OTHER = (
    ("Tranh chấp hàng rào với nhà bên cạnh, mong được hòa giải.", "dispute"),
    ("Hỏi thủ tục xác nhận hộ khó khăn để xin miễn giảm học phí cho con.", "procedure"),
    ("Đề nghị xác nhận đất đang sử dụng không có tranh chấp.", "request"),
    ("Hỏi kết quả hồ sơ chuyển mục đích sử dụng đất đã nộp tại Trung tâm hành chính công.", "procedure"),
    ("Tranh chấp lối đi chung giữa hai hộ, một bên đặt chậu kiểng chắn lối.", "dispute"),
    ("Đề nghị hướng dẫn làm lại giấy khai sinh bị mất.", "request"),
)
DENUNCIATIONS = (
    ("Nhận tiền ngoài quy định khi làm thủ tục tách thửa; kéo dài hồ sơ của người không đưa tiền.",
     "Trần Văn Bình", "Công chức địa chính"),
    ("Thu tiền đóng góp làm đường nhưng không ra biên lai. Yêu cầu kiểm tra khoản đã thu.",
     "Lâm Văn Tường", "Trưởng ban vận động khu vực"),
    ("Lập danh sách nhận hỗ trợ có tên người đã chuyển đi. Yêu cầu xác minh.", "Quách Minh Đức", "Cán bộ lao động"),
    ("Cho người nhà thuê mặt bằng chợ không qua đấu giá. Yêu cầu công khai hợp đồng.",
     "Kiều Thanh Sơn", "Trưởng ban quản lý chợ"),
)
BODIES = ("Giám đốc Sở Xây dựng", "Thanh tra thành phố", "Văn phòng đăng ký đất đai", "Phòng Công an phường",
          "Tòa án nhân dân khu vực", "Bảo hiểm xã hội cơ sở")
PAPERS = (("Đơn viết tay", "original"), ("Giấy chứng nhận quyền sử dụng đất", "copy"),
          ("Quyết định xử phạt", "copy"), ("Ảnh chụp hiện trạng", "copy"), ("Giấy khai sinh", "certified"),
          ("Biên bản làm việc", "copy"))
STREETS = ("Lê Bình", "Trần Việt Châu", "Nguyễn Thông", "Mậu Thân", "Cách Mạng Tháng Tám", "Võ Trường Toản")
# What the papers of a complaint say in the demo office.
SELF_CHECK = "Đã xem lại hồ sơ ban hành quyết định, biên bản đo đạc và ý kiến của bộ phận chuyên môn."
WORK = "Nghe người khiếu nại trình bày, ghi nhận giấy tờ còn thiếu; hai bên ký biên bản."
REPORT = "Đo lại tại chỗ: diện tích thu hồi đúng là 38,5 m², không phải 46 m². Phần còn lại đúng quy định."
DIALOGUE = "Hai bên trao đổi kết quả đo lại; người khiếu nại giữ yêu cầu về đơn giá."
DECISION = "Sửa diện tích và bảng tính bồi thường của thửa đất; giữ nguyên phần còn lại."
CARRIED_OUT = "Đã điều chỉnh bảng tính và chi trả phần chênh lệch."
