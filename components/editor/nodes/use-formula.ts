import { useEffect, useMemo, useState } from 'react';
import type { FormulaResult, formulaTree } from '@/components/knowledge/document-view/formula-tree';

let loaded: typeof formulaTree | null = null;

/** A formula set as it will be read; null until what sets it is loaded, which only a formula asks for. */
export function useFormula(latex: string, isBlock: boolean): FormulaResult | null {
  const [engine, setEngine] = useState<{ set: typeof formulaTree } | null>(loaded && { set: loaded });
  useEffect(() => {
    if (loaded) return;
    let isCurrent = true;
    import('@/components/knowledge/document-view/formula-tree').then(
      (module) => {
        loaded = module.formulaTree;
        if (isCurrent) setEngine({ set: module.formulaTree });
      },
      // Without a connection its source stands there, until another formula asks for it.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, []);
  return useMemo(() => engine?.set(latex, isBlock) ?? null, [engine, latex, isBlock]);
}
