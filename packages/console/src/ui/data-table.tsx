import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import { SCROLLABLE } from './scrollable.ts';

export type Column<Row> = {
  readonly name: string;
  /** Its head is read out, not seen. */
  readonly isNameless?: boolean;
  readonly align?: 'end';
  /** Left out on narrow screens. */
  readonly optional?: boolean;
  readonly cell: (row: Row) => ReactNode;
};

export type Selection = {
  readonly keys: ReadonlySet<string>;
  readonly onChange: (keys: ReadonlySet<string>) => void;
};

export type DataTableProps<Row> = {
  /** Says what is listed, to whoever does not see it. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** A row leads there: a click anywhere, or its first cell's link. */
  readonly hrefOf?: (row: Row) => string;
  readonly selection?: Selection;
  /** Of the scrolled part; absent: the table is as high as its rows. */
  readonly height?: string;
};

/** Above so many rows only those in sight are in the page. */
const MOST_ROWS_AT_ONCE = 100;
const ROW_HEIGHT = 44;

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, keyOf, selection } = props;
  const scroller = useRef<HTMLElement>(null);
  const isVirtual = rows.length > MOST_ROWS_AT_ONCE;
  const virtualizer = useVirtualizer({
    count: rows.length,
    enabled: isVirtual,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => keyOf(rows[index] as Row),
    overscan: 12,
  });
  const shown = isVirtual ? virtualizer.getVirtualItems() : [];
  const before = shown[0]?.start ?? 0;
  const after = isVirtual ? virtualizer.getTotalSize() - (shown.at(-1)?.end ?? 0) : 0;
  const height = props.height ?? (isVirtual ? 'min(70dvh, 60rem)' : undefined);
  const span = columns.length + (selection === undefined ? 0 : 1);
  return (
    <section
      className="table-scroll"
      ref={scroller}
      style={height === undefined ? {} : { maxHeight: height }}
      {...SCROLLABLE}
      aria-label={label}
    >
      <table className="table" aria-rowcount={isVirtual ? rows.length + 1 : undefined}>
        <thead>
          <tr>
            {selection !== undefined && (
              <th>
                <SelectAll rows={rows} keyOf={keyOf} selection={selection} />
              </th>
            )}
            {columns.map(({ name, align, optional, isNameless }) => (
              <th key={name} scope="col" data-align={align} data-optional={optional}>
                {isNameless ? <span className="sr-only">{name}</span> : name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <Gap height={before} span={span} />}
          {isVirtual
            ? shown.map(({ index, key }) => (
                <TableRow
                  key={key}
                  {...props}
                  row={rows[index] as Row}
                  index={index}
                  measure={virtualizer.measureElement}
                />
              ))
            : rows.map((row, index) => <TableRow key={keyOf(row)} {...props} row={row} index={index} />)}
          {after > 0 && <Gap height={after} span={span} />}
        </tbody>
      </table>
    </section>
  );
}

/** Keeps the place of the rows that are not in the page. */
function Gap({ height, span }: { readonly height: number; readonly span: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row takes no focus.
    <tr className="table-gap" aria-hidden="true">
      <td colSpan={span} style={{ height }} />
    </tr>
  );
}

type TableRowProps<Row> = DataTableProps<Row> & {
  readonly row: Row;
  readonly index: number;
  readonly measure?: (element: Element | null) => void;
};

function TableRow<Row>({ row, index, measure, columns, keyOf, hrefOf, selection, rows }: TableRowProps<Row>) {
  const [, navigate] = useLocation();
  const key = keyOf(row);
  const href = hrefOf?.(row);
  const isSelected = selection?.keys.has(key);
  const isVirtual = measure !== undefined;
  return (
    <tr
      ref={measure}
      data-index={index}
      data-opens={href === undefined ? undefined : ''}
      aria-rowindex={isVirtual ? index + 2 : undefined}
      aria-selected={isSelected}
      onClick={(event) => {
        if (href !== undefined && !isOfItsOwn(event.target)) navigate(href);
      }}
    >
      {selection !== undefined && (
        <td>
          <input
            type="checkbox"
            aria-label={`Select ${index + 1} of ${rows.length}`}
            checked={isSelected}
            onChange={() => selection.onChange(toggled(selection.keys, key))}
          />
        </td>
      )}
      {columns.map(({ name, align, optional, cell }, column) => (
        <td key={name} data-align={align} data-optional={optional}>
          {column === 0 && href !== undefined ? (
            <Link href={href} className="table-open">
              {cell(row)}
            </Link>
          ) : (
            cell(row)
          )}
        </td>
      ))}
    </tr>
  );
}

/** A click on a link or control in a row is meant for that, and one that selects text for the text. */
const isOfItsOwn = (target: EventTarget): boolean =>
  (target instanceof Element && target.closest('a, button, input, select, time, label') !== null) ||
  getSelection()?.isCollapsed === false;

type SelectAllProps<Row> = Pick<DataTableProps<Row>, 'rows' | 'keyOf'> & { readonly selection: Selection };

function SelectAll<Row>({ rows, keyOf, selection }: SelectAllProps<Row>) {
  const all = rows.length > 0 && rows.every((row) => selection.keys.has(keyOf(row)));
  return (
    <input
      type="checkbox"
      aria-label="Select all"
      checked={all}
      ref={(element) => {
        if (element !== null) element.indeterminate = !all && selection.keys.size > 0;
      }}
      onChange={() => selection.onChange(new Set(all ? [] : rows.map(keyOf)))}
    />
  );
}

function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return next;
}
