# Makes the start quick; everything works without it.
/usr/share/superlance/class-archive || :
