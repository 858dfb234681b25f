// A contributor's own device: digits to a commitment. Nothing leaves it.
import { commitment, salt } from "./draw.js";

const plan = JSON.parse(document.getElementById("plan").textContent);
const field = (id) => document.getElementById(id);

field("digits").addEventListener("submit", async (event) => {
  event.preventDefault();
  const one = { name: field("name").value, digits: field("number").value.replace(/\s/g, ""), salt: salt() };
  if (!/^[0-9]{10,100}$/.test(one.digits)) { field("told").textContent = "Cần từ 10 đến 100 chữ số."; return; }
  try {
    field("value").textContent = await commitment(plan, one);
    field("kept").textContent = one.digits;
    field("salt").textContent = one.salt;
    field("made").hidden = false;
    field("told").textContent = "";
  } catch (error) {
    field("told").textContent = error.message;
  }
});
