import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';

import type { RowControl } from '@/components/ui/list/RowList';
import { Dialog } from '@/components/ui/over/Dialog';
import { Button } from '@/components/ui/press/Button';
import { RULES } from '@/lib/figures/rules';
import { formatDay, t } from '@/lib/i18n';
import type { DefinedMetric } from '@/lib/i18n/definitions';
import type { DefinitionText } from '@/lib/i18n/definitions/text';
import { isKeyOf, useKeys } from '@/lib/store/choices/key-store';
import { type Failure, failureOf } from '@/lib/store/failures';

import { Failed } from './Failed';
import { RuleRows } from './RuleRows';

import './Definition.css';

interface About {
  metric: DefinedMetric;
  /** Day that the figure stands for; absent: that of the surface. */
  asOf?: string | undefined;
  /** Deals behind it. */
  count?: number | undefined;
}

const Show = createContext<(about: About) => void>(() => undefined);

/** Opens a definition from a control that does something else when it is pressed. */
export const useDefine = (): ((about: About) => void) => useContext(Show);

/**
 * Around the figures of a surface: the day that they stand for where a figure does not name another, and the place in which their
 * definitions open, as a sentence can hold no dialog.
 */
export function AsOf({ value, children }: { value: string | undefined; children: ReactNode }) {
  const [about, setAbout] = useState<About>();
  return (
    <Show value={setAbout}>
      {children}
      {about && <DefinitionDialog {...about} asOf={about.asOf ?? value} onClose={() => setAbout(undefined)} />}
    </Show>
  );
}

interface FigureProps extends About {
  children: ReactNode;
  /** What it is in full. */
  title?: string;
  className?: string;
  /** Opens the deals behind it; the definition then opens by `?` and Alt-click. */
  onOpen?: (() => void) | undefined;
  focusId?: string;
  /** In a table whose heading has the same definition: the Tab way goes by the headings. */
  isHeaded?: boolean;
  /** Given by a list of which it is a row. */
  control?: RowControl;
}

/**
 * A figure of the engine: the one way to show one. It opens its definition by a click, Enter, `?` or Alt-click; where it is a door
 * to its deals, a click and Enter open those.
 */
export function Figure({
  metric,
  asOf,
  count,
  children,
  title,
  className,
  onOpen,
  focusId,
  isHeaded,
  control,
}: FigureProps) {
  const open = useContext(Show);
  const explain = useKeys((keys) => keys.explain.toUpperCase());
  const show = (): void => open({ metric, asOf, count });
  const words = [title, onOpen && t('definition.hint', { key: explain })]
    .filter((part) => part !== undefined)
    .join(' · ');
  return (
    <Button
      look="bare"
      className={className ?? (onOpen ? 'door' : 'defined')}
      data-metric={metric}
      data-focus={focusId}
      aria-haspopup={onOpen ? undefined : 'dialog'}
      tabIndex={control?.tabIndex ?? (isHeaded && !onOpen ? -1 : undefined)}
      title={words === '' ? undefined : words}
      onFocus={control?.onFocus}
      onClick={(event) => (onOpen && !event.altKey ? onOpen() : show())}
      onKeyDown={(event) => {
        if (!isKeyOf('explain', event)) return control?.onKeyDown(event);
        event.preventDefault();
        event.stopPropagation();
        show();
      }}
    >
      {children}
    </Button>
  );
}

/** A heading that is itself the door to the definition of the figures under it. */
export function Definition({ children, ...about }: About & { children: ReactNode }) {
  const show = useContext(Show);
  return (
    <Button
      look="defined"
      data-define={about.metric}
      aria-haspopup="dialog"
      title={t('definition.open', { name: t(`metric.${about.metric}`) })}
      onClick={() => show(about)}
      onKeyDown={(event) => {
        if (!isKeyOf('explain', event)) return;
        event.preventDefault();
        event.stopPropagation();
        show(about);
      }}
    >
      {children}
    </Button>
  );
}

/** What the figure says, its rule, the day and the deals it stands for, and the way to the glossary. */
function DefinitionDialog({ metric, asOf, count, onClose }: About & { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { text, failure } = useText(metric);
  const name = t(`metric.${metric}`);
  const { id, unit } = RULES[metric];
  return (
    <Dialog ref={dialog} className="definition" data-definition={metric} label={name} onClose={onClose}>
      <h2>{name}</h2>
      {failure ? <Failed failure={failure} /> : <p>{text?.means}</p>}
      <dl>
        {text && <RuleRows name={metric} text={text} />}
        {asOf !== undefined && (
          <>
            <dt>{t('definition.asOf')}</dt>
            <dd>{formatDay(asOf)}</dd>
          </>
        )}
        {count !== undefined && (
          <>
            <dt>{t('definition.deals')}</dt>
            <dd>{count}</dd>
          </>
        )}
        {text && (
          <>
            <dt>{t('definition.rule')}</dt>
            <dd data-unit={unit}>
              <a href={`/glossary.html#${id}`} target="_blank" rel="noreferrer">
                {t('definition.inGlossary', { rule: id })}
              </a>
            </dd>
          </>
        )}
      </dl>
      <Button onClick={() => dialog.current?.close()}>{t('definition.close')}</Button>
    </Dialog>
  );
}

/** The texts of a rule, read when they are first asked for: no surface needs them before. */
function useText(id: DefinedMetric): { text?: DefinitionText; failure?: Failure } {
  const [read, setRead] = useState<ReturnType<typeof useText>>({});
  useEffect(() => {
    let isWanted = true;
    void import('@/lib/i18n/definitions').then(
      ({ definitionText }) => isWanted && setRead({ text: definitionText(id) }),
      // After an update of the extension an old page has no way to its old files.
      (error: unknown) => isWanted && setRead({ failure: failureOf('question', error) }),
    );
    return () => {
      isWanted = false;
    };
  }, [id]);
  return read;
}
