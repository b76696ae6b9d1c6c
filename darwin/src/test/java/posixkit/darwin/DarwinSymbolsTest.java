package posixkit.darwin;

import posixkit.contract.SymbolsContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinSymbolsTest extends SymbolsContract {}
