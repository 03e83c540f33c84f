// Grafana's own types, with the words of its enumerations as they stand in JSON.
import type { Dashboard } from "@grafana/schema";

type Plain<T> = unknown extends T
  ? T
  : T extends string
    ? `${T}`
    : T extends number | boolean | null | undefined
      ? T
      : T extends (infer One)[]
        ? Plain<One>[]
        : { [Key in keyof T]: Plain<T[Key]> };

export type PlainDashboard = Plain<Dashboard>;
