import { type ReactNode, useId } from 'react';

import './Setting.css';

interface Props {
  title: string;
  /** One sentence: what it changes. */
  text?: ReactNode;
  /** Why it cannot be changed here, where it cannot. */
  fixed?: string | undefined;
  children?: ReactNode;
}

/** One setting on a page of settings: its name, a sentence, and what is set. */
export function Setting({ title, text, fixed, children }: Props) {
  const id = useId();
  return (
    <section className="setting" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {text !== undefined && <p className="quiet setting-text">{text}</p>}
      {fixed !== undefined && <p className="setting-fixed">{fixed}</p>}
      {children !== undefined && <div className="setting-body">{children}</div>}
    </section>
  );
}
