package posixkit.linux;

import posixkit.contract.MessagesContract;

class LinuxMessagesTest extends MessagesContract {}
