const { defineProperty } = Object;

export const __name = (target, value) => defineProperty(target, 'name', { value, configurable: true });
