package posixkit.darwin;

import posixkit.contract.ControlMessagesContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinControlMessagesTest extends ControlMessagesContract {}
