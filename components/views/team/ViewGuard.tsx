import { Component, type ReactNode } from 'react';

import { failureOf } from '@/lib/store/failures';

import { Failed } from '../shared/Failed';

interface State {
  fallen: { error: unknown } | undefined;
}

/**
 * A view that cannot be drawn, as where a place that was kept or linked is about something odd, says so and leads to the beginning of its
 * tab. Without it the whole page would be gone, and again at each new load.
 */
export class ViewGuard extends Component<{ children: ReactNode; onBegin: () => void }, State> {
  static getDerivedStateFromError = (error: unknown): State => ({ fallen: { error } });

  override state: State = { fallen: undefined };

  override render(): ReactNode {
    const { fallen } = this.state;
    if (!fallen) return this.props.children;
    const begin = (): void => {
      this.setState({ fallen: undefined });
      this.props.onBegin();
    };
    return <Failed failure={failureOf('unexpected', fallen.error)} onRetry={begin} />;
  }
}
