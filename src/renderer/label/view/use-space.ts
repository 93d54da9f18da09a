import { useEffect, useState } from 'react';

/** Whether the space bar is down. */
export function useSpace(): boolean {
  const [down, setDown] = useState(false);
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement && event.target.matches('input, textarea, button:focus-visible');
      if (event.key !== ' ' || (typing && event.type === 'keydown')) return;
      event.preventDefault();
      setDown(event.type === 'keydown');
    };
    const release = () => setDown(false);
    window.addEventListener('keydown', hear);
    window.addEventListener('keyup', hear);
    window.addEventListener('blur', release);
    return () => {
      window.removeEventListener('keydown', hear);
      window.removeEventListener('keyup', hear);
      window.removeEventListener('blur', release);
    };
  }, []);
  return down;
}
