// Reviewing without the mouse: keys, comments that are written in place, and the minute in which a decision can be
// taken back. Everything is a link or a form of the page, which works without this script, too.
(() => {
  const one = (selector, root = document) => root.querySelector(selector);

  countDown(one("[data-undo]"));
  document.addEventListener("keydown", press);
  document.addEventListener("click", click);
  document.addEventListener("submit", submit);
  document.addEventListener("keydown", typing);
  for (const button of document.querySelectorAll("[data-keys]")) button.hidden = false;
  if (one(".comment-box textarea") && one("[data-review]")) one("[data-review] .comment-box textarea")?.focus();

  function countDown(notice) {
    if (!notice) return;
    const shown = one("[data-seconds]", notice);
    const end = Date.now() + 1000 * Number(notice.dataset.undo);
    const tick = setInterval(() => {
      const left = Math.ceil((end - Date.now()) / 1000);
      shown.textContent = Math.max(left, 0);
      if (left <= 0) { clearInterval(tick); notice.remove(); }
    }, 500);
  }

  function say(text) {
    const box = document.getElementById("review-says");
    if (box) box.textContent = text;
  }

  // -- keys ------------------------------------------------------------------------------------------------------
  function press(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    const act = { j: () => step(1), k: () => step(-1), n: () => follow("next"), p: () => follow("prev"), a: accept,
      r: giveBack, c: comment, u: undo, "?": help }[event.key];
    if (!act || (event.key !== "u" && !one("[data-review]"))) return;
    event.preventDefault();
    act();
  }

  // Sections and the parts above them, in the order of the page. The current one holds the focus, or is the last whose
  // heading has passed the top of the window.
  const stops = () => [...document.querySelectorAll("[data-stop]")];

  function current() {
    const all = stops();
    const held = document.activeElement?.closest("[data-stop]")
      || one("[data-stop]", document.activeElement?.closest("section[data-anchor]") || document.createElement("i"));
    if (all.includes(held)) return all.indexOf(held);
    return all.findLastIndex((stop) => stop.getBoundingClientRect().top < 120);
  }

  function step(by) {
    const all = stops();
    const place = Math.min(Math.max(current() + by, 0), all.length - 1);
    if (!all.length) return;
    all[place].focus({ preventScroll: true });
    all[place].scrollIntoView({ block: "start" });
  }

  function follow(rel) {
    const link = one(`.queue-nav a[rel=${rel}]`);
    if (link) link.click();
    else say(rel === "next" ? "Không còn báo cáo nào khác trong hàng đợi." : "Đây là báo cáo đầu hàng đợi.");
  }

  function show(element) {
    if (!element) return;
    element.scrollIntoView({ block: "center" });
    element.focus({ preventScroll: true, focusVisible: true });
  }

  function accept() {
    const button = one("[data-accept]") || document.getElementById("accept-says");
    if (button) show(button);
    else say("Báo cáo không ở tình trạng chờ duyệt.");
  }

  function giveBack() { show(one("#return textarea")); }

  function undo() { one("[data-undo] form")?.requestSubmit(); }

  function help() { document.getElementById("keys").showModal(); }

  function comment() {
    const row = document.activeElement?.closest("tr[data-anchor], section[data-anchor], .whole");
    const section = stops()[current()]?.closest("section[data-anchor]");
    const place = row || section || one(".whole");
    if (place && one("[data-say]", place)) open(place);
  }

  // -- comments --------------------------------------------------------------------------------------------------
  function click(event) {
    const link = event.target.closest("[data-say], [data-close], [data-keys]");
    if (!link) return;
    if (link.matches("[data-keys]")) { help(); return; }
    event.preventDefault();
    if (link.matches("[data-close]")) close(link.closest(".comment-box"));
    else open(link.closest("[data-anchor]"));
  }

  // One box at a time; what was begun elsewhere is kept until it is written or given up.
  function open(place) {
    const there = one(`.comment-box[data-for="${place.dataset.anchor}"]`);
    if (there) { show(one("textarea", there)); return; }
    const begun = [...document.querySelectorAll(".comment-box")].find((box) => one("textarea", box).value.trim());
    if (begun) { say("Còn một nhận xét đang viết dở."); show(one("textarea", begun)); return; }
    for (const box of document.querySelectorAll(".comment-box")) remove(box);
    const box = document.getElementById("comment-box").content.firstElementChild.cloneNode(true);
    box.dataset.for = place.dataset.anchor;
    one("[name=anchor]", box).value = place.dataset.anchor;
    put(box, place);
    show(one("textarea", box));
  }

  function put(box, place) {
    let holder = document.createElement("div");
    if (place.matches("tr")) {
      holder = document.createElement("tr");
      const cell = holder.insertCell();
      cell.colSpan = place.cells.length;
      cell.append(box);
      let last = place;
      while (last.nextElementSibling?.matches(".below")) last = last.nextElementSibling;
      last.after(holder);
    } else {
      holder.append(box);
      if (place.matches("section")) { holder.className = "card-body py-2"; place.firstElementChild.after(holder); }
      else place.append(holder);
    }
    holder.classList.add("below");
    holder.dataset.made = "";
  }

  function remove(box) { (box.closest("[data-made]") || box).remove(); }

  function close(box) {
    const anchor = one("[name=anchor]", box).value;
    remove(box);
    focusOn(anchor);
  }

  function focusOn(anchor) {
    const place = one(`[data-anchor="${anchor}"]`);
    if (place) (one("[data-say]", place) || place).focus({ preventScroll: true });
  }

  function typing(event) {
    // Whoever came to the reason by mistake gets the keys back; what was typed stays.
    if (event.key === "Escape" && event.target.closest?.("#return")) { event.target.blur(); return; }
    const box = event.target.closest?.(".comment-box");
    if (!box) return;
    if (event.key === "Escape") { event.preventDefault(); close(box); }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); box.requestSubmit(); }
  }

  // Small steps with comments change the parts of the page that show them, and the page stays where it is. What is
  // being written in the reason for the return stays, too, unless it is still the one the page suggested.
  async function submit(event) {
    const form = event.target;
    if (!form.matches("[data-quiet]")) return;
    event.preventDefault();
    const buttons = [...form.querySelectorAll("button")];
    if (buttons.some((button) => button.disabled)) return;
    for (const button of buttons) button.disabled = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
      if (answer.type !== "opaqueredirect") throw new Error("the server did not take it");
      const page = await fetch(pageUrl());
      if (!page.ok || page.redirected) throw new Error("the page did not come back");
      renew(new DOMParser().parseFromString(await page.text(), "text/html"), form);
    } catch {
      for (const button of buttons) button.disabled = false;
      form.removeAttribute("data-quiet");
      say("Không gửi được; đang gửi lại cả trang.");
      form.requestSubmit();
    }
  }

  function pageUrl() {
    const url = new URL(location.href);
    url.searchParams.delete("comment");
    url.hash = "";
    return url.href;
  }

  function renew(page, form) {
    const anchor = one("[name=anchor]", form)?.value ?? form.closest("[data-anchor]")?.dataset.anchor;
    const mark = form.closest("[data-anchor], section, li");
    const before = mark?.getBoundingClientRect().top;
    const selector = mark?.id ? `[id="${mark.id}"]` : null;
    const typed = typedReturn();
    for (const id of ["review-top", "review-report", "review-side", "review-decision"]) {
      const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
      if (old && fresh) old.replaceWith(document.adoptNode(fresh));
    }
    for (const notice of page.querySelectorAll("main > .notice.error")) one("main").prepend(document.adoptNode(notice));
    for (const [name, value] of typed) one(`#return [name="${name}"]`).value = value;
    const again = selector && one(selector);
    if (again) scrollBy(0, again.getBoundingClientRect().top - before);
    if (anchor !== undefined) focusOn(anchor);
    say(page.querySelector("main > .notice.error")?.textContent || "Đã ghi.");
  }

  function typedReturn() {
    const fields = document.querySelectorAll("#return textarea, #return input[type=text]");
    return [...fields].filter((field) => field.value !== field.defaultValue).map((field) => [field.name, field.value]);
  }
})();
