import { useMemo, useState } from 'preact/hooks';
import { plural } from '../../../src/core/display/numbers.ts';
import { visibleText } from '../../../src/core/display/visibleText.ts';
import type { Json } from '../../../src/core/model/json.ts';
import type { Message, MessagePart } from '../../../src/core/model/message.ts';
import { CopyButton } from '../../shared/CopyButton.tsx';
import { FormatSwitch, isPlainlyMarkdown } from '../../shared/FormatSwitch.tsx';
import type { TextFormat } from '../../shared/FormatSwitch.tsx';
import { Icon } from '../../shared/Icon.tsx';
import { JsonTree } from '../../shared/JsonTree.tsx';
import type { PayloadPath } from '../../shared/payload.ts';
import { MediaChip } from './MediaChip.tsx';
import { MessageBody } from './MessageBody.tsx';
import { Reasoning } from './Reasoning.tsx';
import { roles } from './roles.ts';
import { valuesOf } from './saidValues.ts';
import { saidText } from './saidText.ts';
import { StepLink } from './StepLink.tsx';
import type { TrajectoryModel } from '../model.ts';

/** One message as its reader saw it. `path`: where it stands in the step; `answer` marks the text whose words can be labelled as wrong. */
export function MessageCard(props: { model: TrajectoryModel; message: Message; path: PayloadPath; step: number | null; answer: boolean; current: boolean }) {
  const { message, model, path } = props;
  const text = useMemo(() => saidText(message), [message]);
  const [format, setFormat] = useState<TextFormat | undefined>(undefined);
  // Models and their operators write Markdown; what users and tools send is read as it was sent.
  const otherwise = useMemo(() => (message.role === 'assistant' || message.role === 'system' || isPlainlyMarkdown(text) ? 'markdown' : 'raw'), [message.role, text]);
  const role = roles[message.role];
  const parts = message.parts as unknown as Json;
  // What has no text can be read as JSON alone.
  const asJson = format === 'json' && !isJsonText(message);
  return (
    <article class={`message ${message.role} ${props.current ? 'current' : ''}`} aria-label={`${role.words}${message.name === undefined ? '' : ` ${message.name}`}`}>
      <header class="messageHead">
        <Icon name={role.icon} />
        <span class="strong">{role.words}</span>
        {message.name !== undefined && <span class="dim cut">{visibleText(message.name)}</span>}
        {props.step !== null && <StepLink model={model} n={props.step} />}
        {props.answer && <span class="dim">answer</span>}
        <span class="grow" />
        {message.parts.length > 0 && <FormatSwitch text={text} chosen={format} otherwise={otherwise} onChoose={setFormat} />}
        <CopyButton text={() => (text === '' ? JSON.stringify(message.parts) : text)} path={message.parts.length === 1 ? [...path, 'parts', 0, 'text'] : [...path, 'parts']} what="the message" onCopy={model.copy} />
      </header>
      <div class="messageBody">
        {asJson && <JsonTree value={parts} label="Message as JSON" path={[...path, 'parts']} />}
        {!asJson && message.parts.length === 0 && <span class="dim">Empty message</span>}
        {!asJson && message.parts.map((part, index) => (
          <Part key={index} part={part} path={[...path, 'parts', index]} model={model} system={message.role === 'system'} step={message.role === 'assistant' ? props.step : null} answer={props.answer ? text : undefined} format={format} otherwise={otherwise} />
        ))}
      </div>
    </article>
  );
}

function isJsonText(message: Message): boolean {
  const [part, ...more] = message.parts;
  return part?.type === 'text' && more.length === 0 && /^\s*[[{]/u.test(part.text);
}

function Part(props: { part: MessagePart; path: PayloadPath; model: TrajectoryModel; system: boolean; step: number | null; answer: string | undefined; format: TextFormat | undefined; otherwise: 'markdown' | 'raw' }) {
  const { part, path, model, step } = props;
  if (part.type === 'text') {
    if (part.text.trim() === '') return <span class="dim">Empty text</span>;
    const said = step === null ? undefined : model.insights.said.value.get(step);
    return <MessageBody model={model} text={part.text} path={[...path, 'text']} format={props.format} otherwise={props.otherwise} system={props.system} answer={props.answer} values={valuesOf(said, part.text)} />;
  }
  if (part.type === 'reasoning') return <Reasoning model={model} text={part.text} path={[...path, 'text']} format={props.format} />;
  if (part.type === 'media') return <MediaChip part={part} model={model} />;
  // Calls and their results stand in cards of their own; here are those that no card shows.
  const value: Json = part.type === 'other' ? part.value : (part as unknown as Json);
  const fields = typeof value === 'object' && value !== null ? `, ${plural(Object.keys(value).length, 'field')}` : '';
  return (
    <div class="otherPart">
      {part.type === 'other' && <span class="dim">{`Not understood${fields}`}</span>}
      <JsonTree value={value} label={part.type === 'other' ? 'Part of the message that was not understood' : 'Part of the message'} path={part.type === 'other' ? [...path, 'value'] : path} />
    </div>
  );
}
