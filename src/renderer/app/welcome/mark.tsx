/** The studio's mark: a crack through a frame. */
export function Mark({ size }: { size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden>
      <rect x="2" y="2" width="28" height="28" rx="5" stroke="var(--studio-accent)" strokeWidth="2" />
      <path
        d="M20 2.5 16.5 9l3.5 4.5-6 4 2.5 5L11 29.5"
        stroke="#ff5a3c"
        strokeWidth="2.4"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      <path d="m14 17.5-5.5-2" stroke="#ff5a3c" strokeWidth="1.6" strokeLinecap="round" />
    </svg>
  );
}
