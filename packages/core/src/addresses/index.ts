export {
  findOwner,
  type OwnedAddress,
  ownedAddressKey,
  putOwnedAddress,
  readOwnedAddress,
  removeOwnedAddress,
} from './owned-address.ts';
