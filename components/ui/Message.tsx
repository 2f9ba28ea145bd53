import type { ReactNode } from 'react';

import './Message.css';

/** What a surface says when it has nothing else to show, or when something went wrong: what, why, and what to do. */
export function Message({
  tone = 'plain',
  title,
  children,
  action,
}: {
  tone?: 'plain' | 'warn';
  title: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={`message message-${tone}`} role={tone === 'warn' ? 'alert' : 'status'}>
      <h2>{title}</h2>
      <p>{children}</p>
      {action}
    </div>
  );
}
