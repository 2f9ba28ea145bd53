import { navigate, refreshView } from './navigation.js';

const EVENTS = {
  'e.force:refreshView': () => refreshView(),
  'e.force:navigateToURL': ({ url }) => navigate(url),
  'e.force:navigateToSObject': ({ recordId }) => navigate(`/lightning/r/${recordId}/view`),
};

/** The corner of Aura that scripts in the main world of Lightning use: firing global events. */
export function installAura() {
  window.$A = {
    get(name) {
      const fire = EVENTS[name];
      if (!fire) return undefined;
      let parameters = {};
      return {
        setParams(given) {
          parameters = given;
          return this;
        },
        fire: () => void fire(parameters),
      };
    },
  };
}
