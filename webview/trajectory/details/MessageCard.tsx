import { useState } from 'preact/hooks';
import { plural } from '../../../src/core/display/numbers.ts';
import type { Message, MessagePart } from '../../../src/core/model/message.ts';
import { CopyButton } from '../../shared/CopyButton.tsx';
import { FormatSwitch } from '../../shared/FormatSwitch.tsx';
import type { TextFormat } from '../../shared/FormatSwitch.tsx';
import { Icon } from '../../shared/Icon.tsx';
import { JsonTree } from '../../shared/JsonTree.tsx';
import { MediaChip } from './MediaChip.tsx';
import { MessageBody } from './MessageBody.tsx';
import { Reasoning } from './Reasoning.tsx';
import { saidText } from './saidText.ts';
import { StepLink } from './StepLink.tsx';
import type { TrajectoryModel } from '../model.ts';

const roles = {
  system: { words: 'System', icon: 'settings-gear' },
  user: { words: 'User', icon: 'account' },
  assistant: { words: 'Assistant', icon: 'sparkle' },
  tool: { words: 'Tool', icon: 'tools' },
} as const;

/** One message as its reader saw it. `answer` marks the text whose words can be labelled as wrong. */
export function MessageCard(props: { model: TrajectoryModel; message: Message; step: number | null; answer: boolean; current: boolean }) {
  const { message, model } = props;
  const text = saidText(message);
  const [format, setFormat] = useState<TextFormat | undefined>(undefined);
  const role = roles[message.role];
  return (
    <article class={`message ${message.role} ${props.current ? 'current' : ''}`} aria-label={`${role.words}${message.name === undefined ? '' : ` ${message.name}`}`}>
      <header class="messageHead">
        <Icon name={role.icon} />
        <span class="strong">{role.words}</span>
        {message.name !== undefined && <span class="dim cut">{message.name}</span>}
        {props.step !== null && <StepLink model={model} n={props.step} />}
        {props.answer && <span class="dim">answer</span>}
        <span class="grow" />
        {text !== '' && <FormatSwitch text={text} chosen={format} onChoose={setFormat} />}
        {text !== '' && <CopyButton text={text} what="the message" onCopy={model.copy} />}
      </header>
      <div class="messageBody">
        {message.parts.length === 0 && <span class="dim">Empty message</span>}
        {message.parts.map((part, index) => <Part key={index} part={part} model={model} system={message.role === 'system'} answer={props.answer} format={format} whole={text} />)}
      </div>
    </article>
  );
}

function Part(props: { part: MessagePart; model: TrajectoryModel; system: boolean; answer: boolean; format: TextFormat | undefined; whole: string }) {
  const { part, model } = props;
  if (part.type === 'text') {
    return part.text.trim() === ''
      ? <span class="dim">Empty text</span>
      : (
        <MessageBody
          text={part.text}
          format={props.format}
          fold={props.system}
          answer={props.answer ? props.whole : undefined}
          wrongWords={props.answer ? model.labelling.label : undefined}
          onLink={model.openLink}
        />
      );
  }
  if (part.type === 'reasoning') return <Reasoning text={part.text} onLink={model.openLink} />;
  if (part.type === 'media') return <MediaChip part={part} />;
  if (part.type === 'other') {
    return (
      <div class="otherPart">
        <span class="dim">{typeof part.value === 'object' && part.value !== null ? `Not understood, ${plural(Object.keys(part.value).length, 'field')}` : 'Not understood'}</span>
        <JsonTree value={part.value} label="Part of the message that was not understood" />
      </div>
    );
  }
  return null;
}
