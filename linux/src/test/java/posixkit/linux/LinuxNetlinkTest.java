package posixkit.linux;
