/* What the pages do beyond plain HTML. Everything also works without it. */

const own = document.querySelector("script[data-govuk]");
document.body.classList.add("js-enabled", "govuk-frontend-supported");
/* A form that was finished right after signing in came back to be mended: the page is the form's, so is the address. */
if (location.pathname === "/dang-nhap" && !document.querySelector("form[action='/dang-nhap']")) {
  const mended = document.querySelector("main form[method=post][action]");
  if (mended) history.replaceState(null, "", mended.getAttribute("action"));
}
/* A second press while the first is on its way does nothing; the server refuses repeats as well. */
const SENT = "ltSent";

document.addEventListener("submit", (event) => {
  const form = event.target;
  // data-repeatable: a form whose answer is a download leaves the page, and its button, in use.
  if (form.method !== "post" || form.hasAttribute("data-repeatable")) return;
  if (form.dataset[SENT]) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  // Another listener may still refuse it: judge when they have all spoken.
  setTimeout(() => {
    const byHtmx = form.matches("[hx-post], [data-hx-post], .htmx-request");
    if (event.defaultPrevented && !byHtmx) return;
    markSent(form, true);
  });
}, true);

function markSent(form, sent) {
  if (sent) form.dataset[SENT] = "1";
  else delete form.dataset[SENT];
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    if (sent) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

function release(root) {
  for (const form of root.querySelectorAll("form[data-lt-sent]")) markSent(form, false);
}

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest("form");
  if (form) markSent(form, false);
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) release(document);
});

/* A fragment that could not be fetched must not look like nothing happened; unless nobody asked for it (data-quiet). */
function sayFailed(event) {
  if (event.detail.elt.closest("[data-quiet]")) return;
  document.querySelector(".lt-failed")?.remove();
  const notice = document.createElement("p");
  notice.className = "lt-failed";
  notice.setAttribute("role", "alert");
  notice.textContent = own.dataset.failed;
  document.body.append(notice);
}

/* A part that renews itself leaves open what the person has opened in it: each such <details> has an id. */
let opened = [];

document.addEventListener("htmx:beforeSwap", (event) => {
  opened = [...event.detail.target.querySelectorAll("details[id][open]")].map((details) => details.id);
});
document.addEventListener("htmx:afterSwap", () => {
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
});

/* A newer question takes the place of one that is under way: htmx calls that an error in the console, and it is none. */
const complain = console.error.bind(console);
console.error = (...what) => {
  if (what[0] !== "htmx:sendAbort" && what[0] !== "htmx:afterRequest") complain(...what);
};
document.addEventListener("htmx:responseError", sayFailed);
document.addEventListener("htmx:sendError", sayFailed);
document.addEventListener("htmx:afterSwap", () => document.querySelector(".lt-failed")?.remove());

/* Work lists by keyboard: j/k or arrows move, Enter opens, "/" goes to the search box, Esc leaves the list. */
const ACTIVE = "lt-list__active";

const rowsOf = () => [...document.querySelectorAll("table[data-work-list] > tbody > tr")].filter((row) => row.querySelector("a[href]"));

function activate(row) {
  for (const other of document.querySelectorAll(`.${ACTIVE}`)) other.classList.remove(ACTIVE);
  row.classList.add(ACTIVE);
  row.querySelector("a[href]").focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function move(step, fromList) {
  const rows = rowsOf();
  if (!rows.length) return false;
  const here = rows.findIndex((row) => row.classList.contains(ACTIVE) || row.contains(document.activeElement));
  if (here < 0 && fromList) return false;
  activate(rows[here < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + step, 0), rows.length - 1)]);
  return true;
}

/* A list that comes anew, while the officer is already in it, keeps the row where the officer is. */
let chosen = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  chosen = event.detail.target.querySelector(`.${ACTIVE} a[href]`)?.getAttribute("href") ?? null;
});
document.addEventListener("htmx:afterSwap", () => {
  const again = chosen && rowsOf().find((row) => row.querySelector("a[href]").getAttribute("href") === chosen);
  chosen = null;
  if (again) activate(again);
});

/* Several rows at once: the box in the head ticks all of them. Without scripts each row is ticked by itself. */
const boxesOf = (table) => [...table.querySelectorAll(".lt-list__pick input[name]")];

function showPickAll(root) {
  for (const all of root.querySelectorAll("[data-pick-all]")) all.hidden = false;
}

showPickAll(document);
document.addEventListener("htmx:load", (event) => showPickAll(event.target));
document.addEventListener("change", (event) => {
  const table = event.target.closest?.(".lt-list__pick")?.closest("table");
  if (!table) return;
  const all = table.querySelector("[data-pick-all]");
  if (event.target === all) for (const box of boxesOf(table)) box.checked = all.checked;
  else all.checked = boxesOf(table).every((box) => box.checked);
});

/* WCAG 2.1.4: whoever speaks to the computer must be able to switch one-letter shortcuts off. */
const OFF = "lt-keys-off";
const areOff = () => localStorage.getItem(OFF) === "1";

function showKeys(root) {
  for (const hint of root.querySelectorAll("[data-keys]")) {
    hint.hidden = false;
    hint.querySelector("[data-keys-on]").hidden = areOff();
    hint.querySelector("[data-keys-switch]").textContent = areOff() ? hint.dataset.turnOn : hint.dataset.turnOff;
  }
}

showKeys(document);
document.addEventListener("htmx:load", (event) => showKeys(event.target));
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-keys-switch]")) return;
  localStorage.setItem(OFF, areOff() ? "0" : "1");
  showKeys(document);
});

const isTyping = (element) => element.closest?.("input, textarea, select, [contenteditable]") !== null;

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || areOff()) return;
  const search = document.querySelector("input[data-search]") ?? document.querySelector("input[data-search-all]");
  if (isTyping(event.target)) {
    // From the search box straight into the list.
    if (event.target === search && event.key === "ArrowDown" && move(1, false)) event.preventDefault();
    return;
  }
  // Pages of a file turn by the arrows, unless they scroll what is larger than the screen.
  const turn = event.key.startsWith("Arrow") && document.querySelector(`[data-turn="${event.key}"]`);
  if (turn && !event.target.closest?.("[role=region]")) {
    turn.click();
    return;
  }
  if (event.key === "/" && search) {
    search.focus();
    search.select();
    event.preventDefault();
    return;
  }
  if (!event.shiftKey && !event.repeat && pressKey(event.key)) {
    event.preventDefault();
    return;
  }
  const step = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  // Arrow keys scroll the page until a row was chosen.
  if (step && move(step, event.key.startsWith("Arrow"))) event.preventDefault();
  const active = document.querySelector(`.${ACTIVE}`);
  if (!active) return;
  if (event.key === "Enter" && event.target === document.body) active.querySelector("a[href]").click();
  if (event.key === "Escape") {
    active.classList.remove(ACTIVE);
    document.activeElement?.blur();
  }
});

/* The menu that lies over the page goes when its person turns elsewhere, and by Esc. */
function closeMenus(event) {
  for (const menu of document.querySelectorAll(".lt-nav__more[open]")) {
    const inside = menu.contains(event.target);
    if (event.type === "keydown" && inside) menu.querySelector("summary").focus();
    if (event.type === "keydown" || !inside) menu.open = false;
  }
}

document.addEventListener("click", closeMenus);
document.addEventListener("focusin", closeMenus);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenus(event);
});

/* A page's own keys: data-key on a link or button presses it (with data-key-goes it only goes there: nobody signs by one key),
   on a field goes there, on a <details> opens it at its first field. data-row-key on a button of a list counts for the row that is chosen. */
function pressKey(key) {
  if (key.length !== 1) return false;
  const row = document.querySelector(`.${ACTIVE} [data-row-key="${CSS.escape(key)}"]`);
  const found = row ?? document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!found) return false;
  if (found instanceof HTMLInputElement) {
    found.focus();
    found.select();
    return true;
  }
  if (found instanceof HTMLDetailsElement) {
    found.open = true;
    found.querySelector("input:not([type=hidden]), textarea, select")?.focus();
    return true;
  }
  if (found.hasAttribute("data-key-goes")) {
    found.focus();
    return true;
  }
  // What must be chosen first is shown first.
  const unanswered = found.closest("form")?.querySelector("[data-needed]");
  if (unanswered && !unanswered.value) unanswered.focus();
  else found.click();
  return true;
}

/* Whoever works by keys finds the main action under the hand, unless the page itself puts something else first: the browser gives that
   the focus only when it draws. The Enter that opened the page is not yet an answer to the main action. */
const SETTLED = 500;
const main = document.querySelector("[data-main-action]");
if (main && !document.querySelector("[autofocus]") && !areOff() && !location.hash && document.activeElement === document.body && matchMedia("(pointer: fine)").matches) {
  main.focus({ preventScroll: true });
  main.scrollIntoView({ block: "nearest" });
  const opened = performance.now();
  main.addEventListener("keydown", (event) => {
    if ((event.key === "Enter" || event.key === " ") && (event.repeat || performance.now() - opened < SETTLED)) event.preventDefault();
  });
}

document.addEventListener("focusin", (event) => {
  const active = document.querySelector(`.${ACTIVE}`);
  if (active && !active.contains(event.target)) active.classList.remove(ACTIVE);
});

/* Last: what a person does before these have come is heard by everything above. */
const govuk = await import(own.dataset.govuk);

const COMPONENTS = [
  govuk.Button, govuk.CharacterCount, govuk.Checkboxes, govuk.ErrorSummary, govuk.FileUpload, govuk.NotificationBanner,
  govuk.PasswordInput, govuk.Radios, govuk.SkipLink, govuk.Tabs, govuk.Accordion,
];

/** Start the components in `root`, itself included, leaving those that already run alone: starting twice is an error. */
function start(root) {
  if (matchMedia("(pointer: coarse)").matches) photograph(root);
  for (const Component of COMPONENTS) {
    const selector = `[data-module="${Component.moduleName}"]`;
    const found = [...root.querySelectorAll(selector)];
    if (root instanceof Element && root.matches(selector)) found.unshift(root);
    for (const element of found) {
      if (element.hasAttribute(`data-${Component.moduleName}-init`)) continue;
      try {
        new Component(element);
      } catch (error) {
        console.error(error);
      }
    }
  }
}

/** Nobody drags files on a telephone, but everybody photographs. */
function photograph(root) {
  for (const upload of root.querySelectorAll("[data-module=govuk-file-upload]")) {
    upload.setAttribute("data-i18n.choose-files-button", own.dataset.photo);
  }
}

start(document);
document.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) start(event.target);
});

/* Forms that must not be lost, and the end of the session. */
if (document.body.dataset.person || document.querySelector("form[data-keep], form[data-finish]")) await import(own.dataset.keeping);
if (document.querySelector("form[data-largest]")) await import(own.dataset.uploads);
if (document.querySelector("[data-sign-here]")) await import(own.dataset.signature);
