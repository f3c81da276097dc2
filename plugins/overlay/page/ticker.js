// The next few lines that wait, and how many more there are.

export class Ticker {
  constructor(root) {
    this.list = root.querySelector("#queue");
    this.drawn = "";
  }

  draw(queue, most) {
    const lines = queue.lines.slice(0, most);
    const drawn = JSON.stringify([lines, queue.total]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.list.replaceChildren(...lines.map(entry));
    const more = most ? queue.total - lines.length : 0;
    if (more > 0) this.list.append(told("li", "more", "+" + more));
    this.list.classList.toggle("shown", lines.length > 0);
  }
}

function entry({ author, text, kind }) {
  const item = document.createElement("li");
  item.dataset.kind = kind;
  if (author) item.append(told("bdi", "who", author), " ");
  item.append(told("bdi", "what", text));
  return item;
}

function told(tag, name, text) {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}
