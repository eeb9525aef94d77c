// On shared computers nothing stays behind: logging out removes what the form kept in this browser.
document.querySelectorAll("form[data-logout]").forEach((form) => {
  form.addEventListener("submit", (event) => {
    const kept = Object.keys(localStorage).filter((key) => key.startsWith("portal:"));
    if (kept.length && !confirm("Còn nội dung chưa gửi được lên máy chủ. Đăng xuất sẽ xóa nội dung đó khỏi máy này.")) {
      event.preventDefault();
      return;
    }
    kept.forEach((key) => localStorage.removeItem(key));
    sessionStorage.clear();
    window.indexedDB?.deleteDatabase("portal-photos");
  });
});
