// One section of the summary: the preview follows the words, and words that are not saved yet stay in this browser
// until they are, through a closed window, a lost connection or an expired session. Nothing is put in silently.
const form = document.getElementById("section-form");
if (form) {
  const box = form.elements.namedItem("text");
  const state = document.getElementById("section-state");
  const kept = document.getElementById("kept");
  const preview = document.getElementById("preview");
  const key = `portal:${form.dataset.user}:summary-${form.dataset.section}`;
  const original = box.defaultValue;
  let timer = 0;
  let asked = 0;
  let leaving = false;

  const plain = (text) => text.split(/\r?\n/).map((line) => line.trim().replace(/\s+/g, " ")).filter(Boolean).join("\n");
  // A page that answers a refused save, or brings old words back, holds words that are not saved from the start.
  const isUnsaved = "unsaved" in form.dataset;
  const isTyped = () => isUnsaved || plain(box.value) !== plain(original);

  function keep() {
    try {
      if (isTyped()) localStorage.setItem(key, box.value);
      else localStorage.removeItem(key);
    } catch { /* private windows may refuse storage; leaving the page still asks first */ }
  }

  function offer(text) {
    const button = (words, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "btn btn-sm btn-outline-secondary ms-1";
      made.textContent = words;
      made.addEventListener("click", () => { kept.hidden = true; act(); });
      return made;
    };
    kept.replaceChildren("Máy này còn giữ lời của mục này chưa lưu lần trước.",
      button("Đưa vào ô", () => { box.value = text; changed(); }),
      button("Bỏ", () => { localStorage.removeItem(key); }));
    kept.hidden = false;
  }

  async function show() {
    const data = new FormData(form);
    data.set("action", "preview");
    const turn = ++asked;
    try {
      // The buttons are called "action", so the form's own property of that name is theirs.
      const answer = await fetch(form.getAttribute("action"), { method: "POST", body: data, headers: { "X-Preview": "1" }, redirect: "manual" });
      if (turn !== asked) return;
      if (answer.ok) { preview.innerHTML = await answer.text(); state.textContent = isTyped() ? "Chưa lưu" : ""; return; }
      const link = document.createElement("a");
      link.href = `${form.dataset.login}?next=${encodeURIComponent(location.pathname)}`;
      link.textContent = "Đăng nhập lại";
      state.replaceChildren("Phiên làm việc đã hết hoặc báo cáo vừa được chốt; lời vừa gõ còn giữ trong máy này. ", link);
    } catch {
      state.textContent = "Mất kết nối; lời vừa gõ còn giữ trong máy này.";
    }
  }

  function changed() {
    keep();
    if (isTyped()) state.textContent = "Chưa lưu";
    clearTimeout(timer);
    timer = setTimeout(show, 600);
  }

  box.addEventListener("input", changed);
  form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => { if (isTyped() && !leaving) event.preventDefault(); });

  let earlier = null;
  try { earlier = localStorage.getItem(key); } catch { /* unreadable: nothing to offer */ }
  if (isUnsaved) keep();
  else if (earlier !== null && plain(earlier) === plain(box.value)) localStorage.removeItem(key);
  else if (earlier !== null) offer(earlier);
}
