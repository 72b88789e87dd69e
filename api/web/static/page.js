/* Copy buttons, and a key to run a query. Every page works without this file. */
const said = document.getElementById("said");

function say(words) {
  said.textContent = "";
  window.setTimeout(() => { said.textContent = words; }, 50);
}

function select(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

function labelOf(element) {
  return element.dataset.label || "Copy";
}

function wordsOf(element) {
  if (element.href) return element.href;
  const own = element.cloneNode(true);
  for (const marker of own.querySelectorAll(".marker")) marker.remove();
  const words = own.textContent;
  return (element.tagName === "PRE" ? words : words.replace(/\s+/g, " ")).trim();
}

async function copy(element, button) {
  const words = wordsOf(element);
  try {
    await navigator.clipboard.writeText(words);
    button.textContent = "Copied";
    say("Copied.");
    window.setTimeout(() => { button.textContent = labelOf(element); }, 2000);
  } catch {
    select(element);
    say("Selected. Copy it with your keyboard.");
  }
}

for (const element of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = labelOf(element);
  button.setAttribute("aria-label", `Copy ${element.dataset.copy}`);
  button.addEventListener("click", () => copy(element, button));
  element.after(button);
}

for (const area of document.querySelectorAll("textarea[data-run]")) {
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) area.form.requestSubmit();
  });
}
