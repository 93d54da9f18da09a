import { usageError } from '../../shared/errors.ts';
import type { OpenProject } from './open-project.ts';

/** The one project that a studio has open. */
export class ProjectHolder {
  value: OpenProject | null = null;

  /** Throws a StudioError when none is open. */
  get(): OpenProject {
    if (!this.value) throw usageError('No project is open: open or create one first.');
    return this.value;
  }
}
