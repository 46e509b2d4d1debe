import type { METRICS, MetricName } from './catalogue.ts';
import type { METRIC_DIMENSIONS } from './dimensions.ts';

type Definition<Name extends MetricName> = (typeof METRICS)[Name];

type NameWithUnit<Unit extends string> = {
  [Name in MetricName]: Definition<Name>['unit'] extends Unit ? Name : never;
}[MetricName];

export type CountName = NameWithUnit<'Count'>;
/** What is measured, each value for itself. */
export type MeasureName = Exclude<MetricName, CountName>;

/** A value for each dimension of a metric. */
export type DimensionValues<Name extends MetricName> = {
  readonly [Dimension in Definition<Name>['dimensions'][number]]: (typeof METRIC_DIMENSIONS)[Dimension][number];
};

/** What use cases note what happened with. It never throws: a number that is lost must cost no data. */
export type Metrics = {
  readonly count: <Name extends CountName>(
    name: Name,
    ...dimensions: Definition<Name>['dimensions'] extends readonly [] ? [] : [DimensionValues<Name>]
  ) => void;
  readonly measure: (name: MeasureName, value: number) => void;
};
