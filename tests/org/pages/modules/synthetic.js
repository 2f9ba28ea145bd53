// Its own script, run before the app: the LWC engine asks at evaluation whether the synthetic shadow is there.
import '@lwc/synthetic-shadow';
