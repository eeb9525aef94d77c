// Every field is saved by itself. What the server has not confirmed stays in this browser, under the person's own
// key, survives a lost connection or an expired session, and is sent again. Nothing is overwritten silently: a field
// that somebody else changed shows both texts.
(() => {
  const form = document.querySelector("form[data-cells]");
  if (!form) return;
  const key = `portal:${form.dataset.user}:${form.dataset.submission}`;
  const state = document.getElementById("save-state");
  const notice = document.getElementById("save-notice");
  const filled = document.getElementById("filled");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const fields = [...form.querySelectorAll("input[name], textarea[name], select[name]")].filter((field) =>
    /^(section|task|value|rec|still|answer|line|visit|finding)-/.test(field.name));
  const byName = new Map(fields.map((field) => [field.name, field]));
  const base = new Map(fields.map((field) => [field.name, field.value]));
  const pending = new Map();
  const refused = new Set();
  let busy = null;
  let timer = 0;
  let closed = false;

  const say = (text) => { state.textContent = text; };
  const warn = (text, link) => {
    notice.replaceChildren(text);
    if (link) { const a = document.createElement("a"); a.href = link.href; a.textContent = link.text; notice.append(" ", a); }
    notice.hidden = !text;
  };

  function keep() {
    try {
      if (pending.size) localStorage.setItem(key, JSON.stringify([...pending]));
      else localStorage.removeItem(key);
    } catch { /* private windows may refuse storage; the page still saves to the server */ }
  }

  function note(field) {
    // What belongs together is judged together: requests are one list, a criterion is one line.
    const group = /^(rec-|line-\d+-)/.exec(field.name)?.[0];
    const siblings = group ? fields.filter((other) => other.name.startsWith(group)) : [field];
    for (const each of siblings) pending.set(each.name, [each.value, base.get(each.name) ?? null]);
    keep();
    say("Đang ghi…");
    clearTimeout(timer);
    timer = setTimeout(flush, 700);
  }

  function mark(name, message) {
    const field = byName.get(name);
    if (!field) return;
    const id = `${name}-issue`;
    let box = document.getElementById(id);
    if (!message) {
      // A warning is not settled by saving: only the server knows whether it still stands.
      if (box && !box.classList.contains("warn")) { box.remove(); field.classList.remove("bad"); field.removeAttribute("aria-describedby"); }
      return;
    }
    if (!box) { box = document.createElement("div"); box.id = id; box.className = "cell-error"; field.after(box); }
    box.classList.remove("warn");
    box.textContent = message;
    field.classList.add("bad");
    field.setAttribute("aria-describedby", id);
  }

  // A choice as it reads, a day as it is written here.
  function inWords(field, stored) {
    if (!stored) return "(để trống)";
    if (field.options) return [...field.options].find((option) => option.value === stored)?.text ?? stored;
    return field.type === "date" ? stored.split("-").reverse().join("/") : stored;
  }

  function choose(name, stored) {
    const field = byName.get(name);
    if (!field) return;
    document.getElementById(`${name}-conflict`)?.remove();
    const box = document.createElement("div");
    box.id = `${name}-conflict`;
    box.className = "notice warn mt-1 mb-1";
    const button = (text, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "btn btn-sm btn-outline-secondary me-1";
      made.textContent = text;
      made.addEventListener("click", () => { box.remove(); act(); });
      return made;
    };
    const text = document.createElement("div");
    text.textContent = `Người khác vừa ghi: “${inWords(field, stored)}”. Bản của thầy/cô chưa được lưu.`;
    box.append(
      text,
      button("Giữ bản của tôi", () => { base.set(name, stored); note(field); }),
      button("Lấy bản kia", () => { field.value = stored; base.set(name, stored); pending.delete(name); keep(); field.dispatchEvent(new Event("change", { bubbles: true })); }),
    );
    field.after(box);
  }

  function flush() {
    clearTimeout(timer);
    if (busy || closed || !pending.size) return busy || Promise.resolve();
    const sent = new Map(pending);
    const cells = [...sent].map(([name, [value, before]]) => [name, value, before]);
    busy = fetch(form.dataset.cells, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ cells }),
      redirect: "manual",
      signal: AbortSignal.timeout(20000),
    }).then((response) => received(response, sent), offline).finally(() => {
      busy = null;
      if (pending.size && !closed && !timer) timer = setTimeout(flush, 700);
    });
    timer = 0;
    return busy;
  }

  async function received(response, sent) {
    if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
      say("Chưa lưu");
      closed = true;
      const back = encodeURIComponent(location.pathname + location.search);
      warn("Phiên làm việc đã hết. Nội dung vừa nhập còn giữ trong máy này và được lưu tiếp sau khi đăng nhập.",
        { href: `${form.dataset.login}?next=${back}`, text: "Đăng nhập lại" });
      return;
    }
    if (response.status >= 500) { offline(); return; }
    const answer = await response.json();
    if (!response.ok) { say("Chưa lưu"); closed = true; warn(answer.message); return; }
    const conflicts = answer.conflicts || {};
    const locked = answer.locked || {};
    let shut = "";
    for (const [name, [value]] of sent) {
      // Shut by the reviewer: what was typed stays in the field with the reason, and leaving the page asks first.
      if (name in locked) { pending.delete(name); refused.add(name); mark(name, locked[name]); if (!byName.has(name)) shut = locked[name]; continue; }
      refused.delete(name);
      if (name in conflicts) { pending.delete(name); choose(name, conflicts[name]); continue; }
      base.set(name, value);
      document.querySelector(`[data-carried="${name.replace(/^(value-\d+)-.*/, "$1")}"]`)?.remove();
      // Typed on while this was under way: what was just stored is what the person saw before.
      if (pending.get(name)?.[0] === value) pending.delete(name);
      else if (pending.has(name)) pending.set(name, [pending.get(name)[0], value]);
      mark(name, (answer.problems || {})[name]);
    }
    for (const [name, message] of Object.entries(answer.problems || {})) mark(name, message);
    keep();
    warn(shut);
    if ("filled" in answer && filled) filled.textContent = `Đã điền ${answer.filled}%`;
    if (answer.progress && filled) filled.textContent = answer.progress;
    say(pending.size ? "Đang ghi…" : `✓ Đã lưu ${answer.at}`);
  }

  function offline() {
    say("Chưa lưu");
    warn("Mất kết nối. Nội dung vừa nhập được giữ trong máy này và tự lưu khi có mạng trở lại; thầy/cô cứ nhập tiếp.");
    clearTimeout(timer);
    timer = setTimeout(() => { timer = 0; flush(); }, 5000);
  }

  // What an earlier visit could not send: shown in its fields, or as a conflict, and sent again.
  function restore() {
    let kept = [];
    try { kept = JSON.parse(localStorage.getItem(key)) || []; } catch { /* unreadable: nothing to restore */ }
    for (const [name, [value, before]] of kept) {
      const field = byName.get(name);
      if (field && field.value === value) continue;
      if (field && before !== null && field.value !== before) {
        const stored = field.value;
        field.value = value;
        choose(name, stored);
        continue;
      }
      if (field) { field.value = value; field.dispatchEvent(new Event("input", { bubbles: true })); }
      pending.set(name, [value, before]);
    }
    keep();
    if (pending.size) { say("Đang ghi…"); flush(); }
  }

  form.addEventListener("input", (event) => { if (byName.has(event.target.name)) note(event.target); });
  form.addEventListener("change", () => { flush(); });
  window.addEventListener("online", () => { flush(); });
  window.addEventListener("beforeunload", (event) => { if ((pending.size || refused.size) && !form.dataset.leaving) event.preventDefault(); });
  form.addEventListener("submit", (event) => {
    if (!pending.size && !busy) { form.dataset.leaving = "1"; return; }
    event.preventDefault();
    const submitter = event.submitter;
    Promise.resolve(flush()).then(() => (pending.size ? flush() : null)).then(() => {
      if (pending.size) return;  // offline or expired: the notice says so, nothing is lost
      form.dataset.leaving = "1";
      form.requestSubmit(submitter);
    });
  });

  // Who else is in the report.
  const others = document.getElementById("others");
  function presence() {
    if (closed || document.hidden || !form.dataset.presence) return;
    fetch(form.dataset.presence, { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual" })
      .then((response) => (response.ok ? response.json() : null))
      .then((answer) => {
        if (!answer) return;
        others.textContent = answer.others.length ? ` · ${answer.others.join(", ")} đang cùng soạn` : "";
        if (!answer.editable) { closed = true; warn("Báo cáo đã được nộp ở nơi khác nên không ghi thêm được."); }
      }, () => {});
  }
  restore();
  if (form.dataset.presence) { presence(); setInterval(presence, 30000); }
})();
