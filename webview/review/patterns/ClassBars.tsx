import { formatCount, plural } from '../../../src/core/display/numbers.ts';
import { weekChange } from '../../../src/core/display/patternWords.ts';
import { formatDay } from '../../../src/core/display/time.ts';
import type { ClassWeeks, ReviewedWeek } from '../../../src/core/model/patterns.ts';

const height = 20;

/** Failures by class, a bar a week. A week of which little was reviewed is drawn hollow: its bar says how much was looked at. */
export function ClassBars(props: { weeks: ClassWeeks; undated: number; /** Failures before these weeks. */ before: number; /** No weeks were chosen: all are meant, of which there is no room for that many bars. */ all: boolean }) {
  const { weeks, classes } = props.weeks;
  if (weeks.length === 0) return <section><h2 class="caption">Counts by class and week</h2><p class="dim">Not recorded: no reviewed trace has a clock.</p></section>;
  const greatest = Math.max(1, ...classes.flatMap(({ counts }) => counts));
  const few = weeks.filter((week) => week.few).length;
  return (
    <section class="classBars">
      <h2 class="caption">Counts by class, {weeks.length === 1 ? 'one week' : `${props.all && props.before === 0 ? 'all' : 'last'} ${weeks.length} weeks`}</h2>
      {classes.map(({ id, name, counts, total, change }) => (
        <div class="classLine" key={id ?? ''}>
          <span class="cut" title={name}>{name}</span>
          <span class="weekBars" role="img" style={{ '--weeks': weeks.length }} aria-label={`${name}: ${counts.map((count, at) => `${weeks[at]!.id} ${count}`).join(', ')}`}>
            {counts.map((count, at) => <i key={weeks[at]!.id} class={count === 0 ? 'weekBar none' : barClass(weeks[at]!)} title={titleOf(weeks[at]!, count)} style={{ '--week': `${count === 0 ? 1 : Math.max(3, Math.round((height * count) / greatest))}px` }} />)}
          </span>
          <span class="number right">{formatCount(total)}</span>
          <span class="number right dim">{weekChange(change)}</span>
        </div>
      ))}
      <div class="classLine reviewedLine">
        <span class="dim">Reviewed</span>
        <span class="weekCounts">{weeks.length > 12 ? null : weeks.map((week) => <span key={week.id} class="number dim" title={titleOf(week, week.failures)}>{formatCount(week.reviewed)}</span>)}</span>
        <span class="number right dim">{formatCount(weeks.reduce((sum, { reviewed }) => sum + reviewed, 0))}</span>
        <span />
      </div>
      <p class="dim small">
        Change against the week before. Weeks with fewer than 10 reviewed traces are drawn hollow and compare with none; {few === 0 ? 'there are none here' : `here ${few === 1 ? 'is 1' : `are ${formatCount(few)}`}`}.
        {weeks.at(-1)?.whole === false ? ' The last week is not over.' : ''}
        {props.before > 0 ? props.all ? ` Bars are drawn for the last ${weeks.length} weeks only; ${plural(props.before, 'failure')} before them ${props.before === 1 ? 'is' : 'are'} counted in everything else here.` : ` ${plural(props.before, 'failure')} ${props.before === 1 ? 'is' : 'are'} before these weeks.` : ''}
        {props.undated > 0 ? ` ${formatCount(props.undated)} reviewed without a clock ${props.undated === 1 ? 'is' : 'are'} in no week.` : ''}
      </p>
    </section>
  );
}

const barClass = ({ few, whole }: ReviewedWeek): string => `weekBar${few ? ' few' : ''}${whole ? '' : ' running'}`;
const titleOf = ({ id, from, reviewed, whole }: ReviewedWeek, count: number): string => `${id}, from ${formatDay(Date.parse(from) * 1000, { timeZone: 'UTC' })}: ${formatCount(count)} failed, ${formatCount(reviewed)} reviewed${whole ? '' : ', not over'}`;
