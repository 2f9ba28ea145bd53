import type { ReactNode } from 'react';

import { Section } from '@/components/ui/Section';

import './Question.css';

/** A question, its number first, and what there is to see of it. */
export const Question = ({ title, number, children }: { title: string; number: ReactNode; children?: ReactNode }) => (
  <Section title={title}>
    <div className="question-number">{number}</div>
    {children}
  </Section>
);
