/** "<agent id>/<task set name>". */
export const slotPattern = /^[A-Za-z0-9][\w.-]{0,99}\/[A-Za-z0-9][\w.@-]{0,99}$/;
