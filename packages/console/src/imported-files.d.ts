declare module '*.css';

/** Files whose text is shown. */
declare module '*/verify.mjs' {
  const text: string;
  export default text;
}
declare module '*/verify.py' {
  const text: string;
  export default text;
}
declare module '*/verify.go' {
  const text: string;
  export default text;
}
declare module '*/verify.php' {
  const text: string;
  export default text;
}
declare module '*/verify.rb' {
  const text: string;
  export default text;
}
declare module '*/Verify.java' {
  const text: string;
  export default text;
}
