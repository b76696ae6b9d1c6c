package posixkit.darwin;

import posixkit.contract.MessagesContract;
import posixkit.testing.NeedsTool;

@NeedsTool("cc")
class DarwinMessagesTest extends MessagesContract {}
