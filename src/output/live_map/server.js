/* ------------------------------------------------------------------ server */

/* The token comes in the address and is taken out of it; the window keeps it for when the page is loaded again. */
const server = { token: "", state: null };

function take_token() {
  const words = new URLSearchParams(location.search);
  server.token = words.get("token") || "";
  try {
    sessionStorage.setItem("lifecircle.token", server.token);
  } catch (error) {
    return; /* a browser that keeps nothing: the address keeps it */
  }
  words.delete("token");
  const rest = words.toString();
  history.replaceState(null, "", location.pathname + (rest ? "?" + rest : "") + location.hash);
}

/* What the server refuses, with its one line; `status` 0: it was not reached. */
class Refusal extends Error {
  constructor(status, line) {
    super(line);
    this.status = status;
  }
}

/* An answer of the server; a Refusal when it has none, an AbortError when `signal` says that nobody waits any more. */
async function call(method, path, body, signal) {
  const headers = { Authorization: "Bearer " + server.token };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(path, { method, headers, signal, cache: "no-store", credentials: "omit",
      body: body === undefined ? undefined : JSON.stringify(body) });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refusal(0, tr("no_server"));
  }
  if (!answer.ok) throw new Refusal(answer.status, (await answer.text()).trim() || `${answer.status} ${answer.statusText}`);
  return answer;
}

async function call_json(method, path, body, signal) {
  return (await call(method, path, body, signal)).json();
}

function pause(ms) {
  return new Promise((done) => setTimeout(done, ms));
}
