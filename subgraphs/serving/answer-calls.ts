/**
 * Answers the calls of one POST (gathered-calls.ts), all at once, each as soon as its answer is there: what is answered in one turn of the event loop leaves
 * together. A call that fails here is answered with null, and touches no other.
 */
import type { ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import { answerLine, CALLS_TYPE, type GatheredCall } from './gathered-calls.ts';
import { withinTraceOf } from './tracing.ts';

/** Resolves when all calls are answered, or when nobody is there any more who would read it. */
export async function answerCalls(
  response: ServerResponse,
  calls: readonly GatheredCall[],
  {
    execute,
    onFault,
  }: { execute: (call: GatheredCall) => Promise<ExecutionResult>; onFault: (fault: unknown) => void },
): Promise<void> {
  response.setHeader('content-type', `${CALLS_TYPE}; charset=utf-8`);
  let unanswered = calls.length;
  let lines = '';
  const leave = (): void => {
    if (lines === '') return;
    if (unanswered === 0) response.end(lines);
    else response.write(lines);
    lines = '';
  };
  const answer = async (call: GatheredCall, place: number): Promise<void> => {
    const line = await lineOf(call, place, execute).catch((fault: unknown) => {
      onFault(fault);
      return answerLine(place, null);
    });
    if (lines === '') setImmediate(leave);
    lines += line;
    unanswered -= 1;
    if (unanswered === 0) leave();
  };
  await Promise.all(calls.map(answer));
}

async function lineOf(
  call: GatheredCall,
  place: number,
  execute: (call: GatheredCall) => Promise<ExecutionResult>,
): Promise<string> {
  return answerLine(place, await withinTraceOf(call.trace, () => execute(call)));
}
