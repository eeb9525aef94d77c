// A form whose login had run out, or whose page was too old, was not taken: what was typed into it is filled in again
// when its page is next opened in this tab. Nothing outlives the tab, a logout or another person's login.
(() => {
  const KEY = "portal:typed";
  const here = location.pathname + location.search;
  const user = document.body.dataset.user;
  const put = (typed) => {
    try { sessionStorage.setItem(KEY, JSON.stringify(typed)); } catch { /* private windows may refuse storage */ }
  };
  const drop = () => sessionStorage.removeItem(KEY);
  // Hidden fields come along, so that a version seen before the login is still compared with what stands now.
  const fields = (form) => [...form.elements].filter((field) =>
    field.name && field.name !== "csrfmiddlewaretoken" && !["file", "password", "submit", "button"].includes(field.type));
  const isChoice = (field) => ["checkbox", "radio"].includes(field.type);
  const action = (form) => form.getAttribute("action") || "";

  function read() {
    try { return JSON.parse(sessionStorage.getItem(KEY)); } catch { return null; }
  }

  function fill(form, kept) {
    for (const field of fields(form)) {
      const at = kept.findIndex(([name, value]) => name === field.name && (!isChoice(field) || value === field.value));
      if (at < 0) continue;
      const [[, value, checked]] = kept.splice(at, 1);
      if (isChoice(field)) field.checked = checked;
      else field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    const notice = document.createElement("div");
    notice.className = "notice warning";
    notice.setAttribute("role", "status");
    notice.textContent = "Lần gửi trước chưa được nhận vì phiên làm việc đã hết. Nội dung đã gõ được điền lại; đề nghị xem lại"
      + (form.querySelector("input[type=file]") ? ", chọn lại tệp" : "") + " rồi gửi.";
    form.before(notice);
  }

  const typed = read();
  if (typed && document.querySelector("[data-not-taken]")) put({ ...typed, lost: true });
  else if (typed && user && (!typed.lost || typed.user !== user)) drop();
  else if (typed && user && typed.page === here) {
    drop();
    const form = [...document.querySelectorAll("main form")].find((each) => action(each) === typed.action);
    if (form) fill(form, typed.fields);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!user || form.method !== "post" || !form.closest("main") || form.matches("[data-cells]")) return;
    if (form.querySelector("input[type=password]")) return;
    put({ page: here, user, action: action(form), fields: fields(form).map((field) => [field.name, field.value, field.checked]) });
  });
})();
