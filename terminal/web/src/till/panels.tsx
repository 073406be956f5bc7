// The panels that lie over the basket; the box, the customer and the sum stay.

import {CouponPanel} from './panels/coupon';
import {Care} from './panels/care';
import {GiveBack} from './panels/give_back';
import {Help} from './panels/help';
import {Issue} from './panels/issue';
import {ItemPanel} from './panels/item';
import {Pick} from './panels/pick';
import {ReceiptPanel} from './panels/receipt';
import {Redeem} from './panels/redeem';
import {SyncPanel} from './panels/sync';
import {place} from './route';

export function Panels() {
  switch (place.value) {
    case 'pick': return <Pick />;
    case 'item': return <ItemPanel />;
    case 'coupon': return <CouponPanel />;
    case 'redeem': return <Redeem />;
    case 'return': return <GiveBack />;
    case 'issue': return <Issue />;
    case 'care': return <Care />;
    case 'receipt': return <ReceiptPanel />;
    case 'help': return <Help />;
    case 'sync': return <SyncPanel />;
    default: return null;
  }
}
