"""The words of the sheet "Hướng dẫn"."""

TITLE = "HƯỚNG DẪN NHẬP BIỂU"
STEPS = (
    "Nhập vào các ô nền vàng nhạt ở trang “Biểu số liệu” và “Nội dung”. Các ô khác được bảo vệ.",
    "Số thập phân: gõ 8,5. Nếu Excel của thầy/cô dùng dấu chấm thập phân thì gõ 8.5; cổng đọc đúng cả hai.",
    "Ghi “k” khi chỉ tiêu không áp dụng với đơn vị, “c” khi chưa có số liệu. Số 0 là số liệu; ô trống là chưa nhập.",
    "Cột “Thực hiện” tự tính từ tử số và mẫu số. Không nhập công thức; chép từ bảng khác thì dán giá trị (Values).",
    "Không thêm, xóa, đổi chỗ hàng, cột, trang; không đổi loại tệp (.xlsx).",
    "Dùng phông Unicode (Times New Roman), không dùng .VnTime, VNI-Times.",
    "Khó khăn, kiến nghị và tài liệu minh chứng nhập trên cổng.",
    "Điền xong, lưu tệp, mở báo cáo trên cổng, chọn “Nhập từ Excel”: cổng liệt kê mọi lỗi theo ô và mọi thay đổi.",
    "Chỉ khi thầy/cô bấm xác nhận, số liệu mới được lưu vào báo cáo.",
    "Tệp chỉ dùng cho đúng đơn vị và đúng kỳ đã tải về. Nhập xong vẫn phải kiểm tra và nộp báo cáo trên cổng.",
)
