// Offers the names of actors that fit what is typed; without this the fields offer the most frequent ones.

const offered = document.getElementById("known");
let asked = "";
let waiting = 0;

async function offer(typed) {
  asked = typed;
  const answer = await fetch(`/names.json?${new URLSearchParams({ actor: typed })}`);
  if (!answer.ok || asked !== typed) return;
  const { rows } = await answer.json();
  offered.replaceChildren(...rows.map((row) => {
    const option = document.createElement("option");
    option.value = row.name;
    option.label = [row.country, row.sector, `${row.records.toLocaleString("en")} records`].filter(Boolean).join(" ");
    return option;
  }));
}

if (offered) {
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || field.getAttribute("list") !== "known") return;
    const typed = field.value.trim();
    clearTimeout(waiting);
    if (typed.length > 1 && typed !== asked) waiting = setTimeout(() => offer(typed), 120);
  });
}
