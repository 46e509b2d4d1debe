import {
  GraphWidget,
  type IMetric,
  type IWidget,
  LegendPosition,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';

export const WIDTH = 24;
export const HEIGHT = 6;

export const heading = (text: string): IWidget[] => [
  new TextWidget({ markdown: `## ${text}`, width: WIDTH, height: 1 }),
];

export const graph = (title: string, left: readonly IMetric[], right: readonly IMetric[] = []): GraphWidget =>
  new GraphWidget({
    title,
    left: [...left],
    right: [...right],
    leftYAxis: { min: 0, showUnits: false },
    rightYAxis: { min: 0, showUnits: false },
    legendPosition: LegendPosition.BOTTOM,
    width: WIDTH / 3,
    height: HEIGHT,
  });
