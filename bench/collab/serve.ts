/** What every server under measurement answers to the bench, over the channel to the process that started it. */

export type ServerQuestion = { id: number; ask: 'processor' | 'memory' | 'stop' };
/** `processorUs`: since the process began. `bytes`: resident, after what is no longer needed was collected. */
export type ServerAnswer = { id: number; processorUs: number; bytes: number };

const COLLECTIONS = 3;

function collect(): void {
  for (let round = 0; round < COLLECTIONS; round += 1) globalThis.gc?.();
}

/** Reports the port and answers until the bench goes away. @param stop puts everything away in order */
export function answerBench(port: number, stop: () => Promise<void>): void {
  process.on('message', async (question: ServerQuestion) => {
    if (question.ask === 'memory') collect();
    if (question.ask === 'stop') await stop();
    const { user, system } = process.cpuUsage();
    const answer: ServerAnswer = { id: question.id, processorUs: user + system, bytes: process.memoryUsage.rss() };
    process.send?.(answer, () => {
      if (question.ask === 'stop') process.exit();
    });
  });
  process.once('disconnect', () => process.exit());
  process.send?.({ port });
}
