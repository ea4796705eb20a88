// Has relations and figures proposed of the names that are confirmed, while the person goes on.
import type { App } from "./app";
import { ALL } from "./queue";
import { newKey, Refused, server, why } from "./server";
import { saidBy, t } from "./texts";

const PAUSE = 1000;

/** Starts it and follows it to its end. */
export async function propose(app: App): Promise<void> {
  const { session } = app;
  if (app.running !== null) return;
  app.running = 0;
  app.say(t("proposing", { n: 0 }));
  try {
    // What was decided counts, also what is on its way.
    await session.outbox.send();
    const { job } = await server.extract(session.report.id, session.by, newKey());
    await follow(app, job);
  } catch (error) {
    app.running = null;
    app.say(t("proposeFailed", { message: error instanceof Refused && error.failure.error === "busy" ? t("errorbusy") : why(error) }));
  }
}

/** Follows a run that is under way, as one that another visit started. */
export async function follow(app: App, job: string): Promise<void> {
  const { session } = app;
  for (;;) {
    const run = await server.job(job);
    const { state, seconds, added } = run;
    app.running = state === "running" ? Math.round(seconds) : null;
    if (state === "done") {
      await app.reload();
      session.areNamesDone = false;
      if (!session.current) session.narrow(session.queue.length ? session.only : ALL);
      app.say(t("proposed", { names: added.name ?? 0, relations: added.relation ?? 0, figures: added.figure ?? 0 }));
      app.attend();
      return;
    }
    if (state === "failed") {
      app.say(t("proposeFailed", { message: saidBy(run, "message") }));
      return;
    }
    app.draw();
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
